; Setup for one user, without an administrator and without a network. The program is replaced as a whole folder:
; unpacked beside the old one, then renamed, so that a power cut leaves either the old or the new one.
; Exit status: 0 done, 2 cancelled, 3 Windows too old, 4 the program is open, 5 no room, 6 the folder cannot be changed.
Unicode true
Target amd64-unicode
!ifdef FAST
  SetCompressor /SOLID zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
SetDateSave on
AllowSkipFiles off
CRCCheck force
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user

!include MUI2.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include LogicLib.nsh

!define PROGRAM "Puskesos Desktop"
!define RUNNING "Local\PuskesosDesktop"
!define KIND "Puskesos.Paket"
!define CLASSES "Software\Classes"
!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Puskesos"
!define NEEDED_MB 300

Name "${PROGRAM}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Puskesos"
InstallDirRegKey HKCU "${REMOVAL}" "InstallLocation"
BrandingText "${PROGRAM} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=1057 "ProductName" "${PROGRAM}"
VIAddVersionKey /LANG=1057 "FileDescription" "Pemasangan ${PROGRAM}"
VIAddVersionKey /LANG=1057 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1057 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1057 "LegalCopyright" "Lisensi tiap bagian ada di folder lisensi"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_WELCOMEPAGE_TITLE "${PROGRAM} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Program dipasang untuk Anda saja, tanpa administrator dan tanpa internet.$\r$\n$\r$\nData desa yang sudah ada di laptop ini tetap seperti semula, juga bila versi lama diganti.$\r$\n$\r$\nTekan Instal untuk melanjutkan."
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "Puskesos siap dipakai"
!define MUI_FINISHPAGE_TEXT "Buka lewat ikon ${PROGRAM} di desktop atau menu Mulai."
!define MUI_FINISHPAGE_RUN "$INSTDIR\app\Puskesos.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Buka ${PROGRAM} sekarang"
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Hanya programnya yang dihapus. Data desa, cadangan dan berkas Anda tetap tersimpan dan dipakai lagi bila program dipasang kembali."
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Indonesian"

; Say a sentence (in silent mode nobody is there to read it) and end with this status.
!macro REFUSE status words
  MessageBox MB_OK|MB_ICONEXCLAMATION "${words}" /SD IDOK
  SetErrorLevel ${status}
  Quit
!macroend

; Ask again and again whether the program is still open, until it is not or the person gives up.
!macro WAIT_UNTIL_CLOSED what
  again:
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${RUNNING}") p .r0'
  ${If} $0 P<> 0
    System::Call 'kernel32::CloseHandle(p r0)'
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${PROGRAM} masih terbuka. Simpan pekerjaan Anda dan tutup programnya, lalu coba lagi.$\r$\n$\r$\n${what}" /SD IDCANCEL IDRETRY again
    SetErrorLevel 4
    Quit
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${AtLeastBuild} 17763
    !insertmacro REFUSE 3 "${PROGRAM} memerlukan Windows 10 versi 1809 atau yang lebih baru. Windows di laptop ini lebih lama, jadi tidak ada yang dipasang. Perbarui Windows lebih dahulu, atau pakai laptop lain."
  ${EndIf}
  Call WaitALittle
  !insertmacro WAIT_UNTIL_CLOSED "Selama terbuka, program tidak dapat diganti."
  ${GetRoot} "$INSTDIR" $1
  ${DriveSpace} "$1\" "/D=F /S=M" $0
  ${If} $0 != ""
  ${AndIf} $0 < ${NEEDED_MB}
    !insertmacro REFUSE 5 "Ruang kosong di $1 tinggal $0 MB; pemasangan memerlukan ${NEEDED_MB} MB. Kosongkan ruang lebih dahulu, lalu jalankan lagi."
  ${EndIf}
FunctionEnd

; Started by the program itself, with /TUNGGU: its window needs a moment to close, at most ten seconds.
Function WaitALittle
  ${GetParameters} $3
  ClearErrors
  ${GetOptions} $3 "/TUNGGU" $4
  ${If} ${Errors}
    Return
  ${EndIf}
  ${For} $4 1 20
    System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${RUNNING}") p .r0'
    ${If} $0 P= 0
      Return
    ${EndIf}
    System::Call 'kernel32::CloseHandle(p r0)'
    Sleep 500
  ${Next}
FunctionEnd

Function un.onInit
  !insertmacro WAIT_UNTIL_CLOSED "Selama terbuka, program tidak dapat dihapus."
FunctionEnd

Section
  ; What an earlier setup left when the power went away between its two renames.
  ${IfNot} ${FileExists} "$INSTDIR\app\*.*"
  ${AndIf} ${FileExists} "$INSTDIR\app.lama\*.*"
    Rename "$INSTDIR\app.lama" "$INSTDIR\app"
  ${EndIf}
  RMDir /r "$INSTDIR\app.baru"
  RMDir /r "$INSTDIR\app.lama"
  StrCpy $2 "baru"
  ${If} ${FileExists} "$INSTDIR\app\Puskesos.exe"
    StrCpy $2 "ganti"
  ${EndIf}
  ClearErrors
  !include "${FILES}"
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\app.baru"
    !insertmacro REFUSE 5 "Berkas program tidak dapat ditulis ke $INSTDIR. Periksa ruang kosong, lalu jalankan lagi. Versi yang lama tetap dapat dipakai."
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\app\*.*"
    Rename "$INSTDIR\app" "$INSTDIR\app.lama"
    ${If} ${Errors}
      RMDir /r "$INSTDIR\app.baru"
      !insertmacro REFUSE 4 "Berkas program sedang dipakai. Tutup ${PROGRAM} dan jendela lain yang memakainya, lalu jalankan lagi. Versi yang lama tetap dapat dipakai."
    ${EndIf}
  ${EndIf}
  Rename "$INSTDIR\app.baru" "$INSTDIR\app"
  ${If} ${Errors}
    Rename "$INSTDIR\app.lama" "$INSTDIR\app"
    !insertmacro REFUSE 6 "Folder $INSTDIR tidak dapat diubah. Jalankan lagi sesudah laptop dimulai ulang. Versi yang lama tetap dapat dipakai."
  ${EndIf}
  RMDir /r "$INSTDIR\app.lama"
  ReadRegStr $5 HKCU "${REMOVAL}" "DisplayVersion"
  Call KeepSetup
  Call Register
SectionEnd

; The way back: this setup and the one of the version before stay beside the program.
Function KeepSetup
  CreateDirectory "$INSTDIR\pemasang"
  ${If} $EXEDIR != "$INSTDIR\pemasang"
    CopyFiles /SILENT "$EXEPATH" "$INSTDIR\pemasang\Puskesos-Setup-${VERSION}.exe"
  ${EndIf}
  FindFirst $6 $7 "$INSTDIR\pemasang\Puskesos-Setup-*.exe"
  ${DoWhile} $7 != ""
    ${If} $7 != "Puskesos-Setup-${VERSION}.exe"
    ${AndIf} $7 != "Puskesos-Setup-$5.exe"
      Delete "$INSTDIR\pemasang\$7"
    ${EndIf}
    FindNext $6 $7
  ${Loop}
  FindClose $6
FunctionEnd

Function Register
  WriteUninstaller "$INSTDIR\Hapus Puskesos.exe"
  SetOutPath "$INSTDIR\app"
  CreateShortCut "$SMPROGRAMS\${PROGRAM}.lnk" "$INSTDIR\app\Puskesos.exe"
  ${If} $2 == "baru" ; an icon that was thrown away stays away
    CreateShortCut "$DESKTOP\${PROGRAM}.lnk" "$INSTDIR\app\Puskesos.exe"
  ${EndIf}
  WriteRegStr HKCU "${CLASSES}\.psb" "" "${KIND}"
  WriteRegStr HKCU "${CLASSES}\${KIND}" "" "Paket Puskesos"
  WriteRegStr HKCU "${CLASSES}\${KIND}\DefaultIcon" "" '"$INSTDIR\app\Puskesos.exe",0'
  WriteRegStr HKCU "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\app\Puskesos.exe" "%1"'
  WriteRegStr HKCU "${REMOVAL}" "DisplayName" "${PROGRAM}"
  WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" "$INSTDIR\app\Puskesos.exe"
  WriteRegStr HKCU "${REMOVAL}" "Publisher" "${PROGRAM}"
  WriteRegStr HKCU "${REMOVAL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\Hapus Puskesos.exe"'
  WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\Hapus Puskesos.exe" /S'
  WriteRegDWORD HKCU "${REMOVAL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
  WriteRegDWORD HKCU "${REMOVAL}" "NoRepair" 1
  ${RefreshShellIcons}
FunctionEnd

Section Uninstall
  RMDir /r "$INSTDIR\app"
  RMDir /r "$INSTDIR\app.baru"
  RMDir /r "$INSTDIR\app.lama"
  RMDir /r "$INSTDIR\pemasang"
  Delete "$INSTDIR\Hapus Puskesos.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${PROGRAM}.lnk"
  Delete "$DESKTOP\${PROGRAM}.lnk"
  ReadRegStr $0 HKCU "${CLASSES}\.psb" ""
  ${If} $0 == "${KIND}"
    DeleteRegKey HKCU "${CLASSES}\.psb"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${KIND}"
  DeleteRegKey HKCU "${REMOVAL}"
  ${RefreshShellIcons}
SectionEnd

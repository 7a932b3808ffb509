/* Starts the program: sees that every installed file is there, then hands over to Python and waits for its end.
 *
 * isi.txt beside it says check sum, size and name of each file. Sizes are looked at before every start, which is
 * quick; the check sums only when Python could not begin, to name the file that is damaged.
 * A file portabel.txt beside the program's folder means: keep the data there too, in the folder data.
 * Exit status 70: the installation is damaged. All other values come from the program.
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

#define DAMAGED 70
#define COULD_NOT_BEGIN 1
#define LONGEST 1024
#define MOST_WORDS 64
#define RUNNING L"Local\\PuskesosDesktop"
#define NEVER_MIND L"PUSKESOS_TANPA_DIALOG"
#define DATA L"PUSKESOS_DATA"

#ifdef CONSOLE
#define START L"import sys; sys.argv[0] = 'puskesos'; from puskesos_desktop.cli import main; main()"
#else
#define START L"import sys; sys.argv[0] = 'Puskesos'; from puskesos_desktop.__main__ import main; main()"
#endif

typedef int (*Main)(int, wchar_t **);

static wchar_t folder[LONGEST];

/* A sentence in a box; in the console, or when a test asks for no box, on stderr. */
static void say(const wchar_t *text)
{
#ifndef CONSOLE
    if (GetEnvironmentVariableW(NEVER_MIND, NULL, 0) == 0) {
        MessageBoxW(NULL, text, L"Puskesos Desktop", MB_ICONERROR | MB_SETFOREGROUND);
        return;
    }
#endif
    char bytes[4 * LONGEST];
    DWORD written;
    int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes - 1, NULL, NULL);
    if (length > 0) {
        bytes[length - 1] = '\n';
        WriteFile(GetStdHandle(STD_ERROR_HANDLE), bytes, length, &written, NULL);
    }
}

/* Whether the person goes on after a warning; where no box may be shown, it is told and work goes on. */
static int go_on(const wchar_t *text)
{
#ifndef CONSOLE
    if (GetEnvironmentVariableW(NEVER_MIND, NULL, 0) == 0)
        return MessageBoxW(NULL, text, L"Puskesos Desktop", MB_ICONWARNING | MB_YESNO | MB_DEFBUTTON2) == IDYES;
#endif
    say(text);
    return 1;
}

static int damaged(const wchar_t *what, const wchar_t *how)
{
    wchar_t text[2 * LONGEST];
    _snwprintf(text, 2 * LONGEST - 1,
               L"Pemasangan Puskesos rusak: %ls %ls.\n\nPasang ulang dengan berkas Puskesos-Setup. "
               L"Data desa Anda tersimpan di tempat lain dan tidak terganggu.", what, how);
    text[2 * LONGEST - 1] = 0;
    say(text);
    return DAMAGED;
}

static unsigned crc_of(const wchar_t *path)
{
    static unsigned char piece[65536];
    unsigned crc = 0xFFFFFFFFu;
    DWORD got = 0;
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return 0;
    while (ReadFile(file, piece, sizeof piece, &got, NULL) && got > 0)
        for (DWORD at = 0; at < got; at++) {
            crc ^= piece[at];
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1u)));
        }
    CloseHandle(file);
    return ~crc;
}

/* 0 when every file is as the list says, else what was told. */
static int check(int thorough)
{
    wchar_t path[2 * LONGEST], name[LONGEST];
    char line[LONGEST];
    _snwprintf(path, 2 * LONGEST - 1, L"%ls\\isi.txt", folder);
    FILE *list = _wfopen(path, L"r");
    if (list == NULL)
        return damaged(L"isi.txt", L"hilang");
    while (fgets(line, sizeof line, list) != NULL) {
        char *rest;
        unsigned crc = (unsigned)strtoul(line, &rest, 16);
        unsigned long long size = strtoull(rest, &rest, 10);
        rest[strcspn(rest, "\r\n")] = 0;
        if (*rest == 0 || MultiByteToWideChar(CP_UTF8, 0, rest + 1, -1, name, LONGEST) == 0)
            break;
        _snwprintf(path, 2 * LONGEST - 1, L"%ls\\%ls", folder, name);
        WIN32_FILE_ATTRIBUTE_DATA is;
        const wchar_t *how = NULL;
        if (!GetFileAttributesExW(path, GetFileExInfoStandard, &is))
            how = L"hilang";
        else if ((((unsigned long long)is.nFileSizeHigh << 32) | is.nFileSizeLow) != size)
            how = L"tidak utuh";
        else if (thorough && crc_of(path) != crc)
            how = L"berubah isinya";
        if (how != NULL) {
            fclose(list);
            return damaged(name, how);
        }
    }
    fclose(list);
    return 0;
}

/* Whether to go on: a portable program keeps its data beside itself, and that is no place on a stick. */
static int portable(void)
{
    wchar_t path[2 * LONGEST], root[4] = L"?:\\", *end;
    wcscpy(path, folder);
    if ((end = wcsrchr(path, L'\\')) == NULL)
        return 1;
    wcscpy(end, L"\\portabel.txt");
    if (GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES)
        return 1;
    wcscpy(end, L"\\data\\desa");
    if (GetEnvironmentVariableW(DATA, NULL, 0) == 0)
        SetEnvironmentVariableW(DATA, path);
    root[0] = path[0];
    if (path[1] != L':' || GetDriveTypeW(root) != DRIVE_REMOVABLE)
        return 1;
    return go_on(L"Puskesos dijalankan dari USB atau kartu memori. Data dapat rusak bila dicabut saat dipakai, dan USB "
                 L"mudah hilang.\n\nSebaiknya salin seluruh folder ini ke disk laptop dan jalankan dari sana. "
                 L"Lanjutkan juga dari sini?");
}

static int start(int count, wchar_t **words)
{
    wchar_t exe[LONGEST], dll[2 * LONGEST], *argument[MOST_WORDS + 8];
    DWORD length = GetModuleFileNameW(NULL, exe, LONGEST);
    if (length == 0 || length >= LONGEST)
        return damaged(L"Puskesos.exe", L"terletak di folder yang namanya terlalu panjang");
    wcscpy(folder, exe);
    *wcsrchr(folder, L'\\') = 0;
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX);
    SetDllDirectoryW(L"");
    CreateMutexW(NULL, FALSE, RUNNING); /* held until the process ends: setup asks for it */
    int told = check(0);
    if (told)
        return told;
    if (!portable())
        return 0;
    _snwprintf(dll, 2 * LONGEST - 1, L"%ls\\%ls", folder, PYTHON_DLL);
    HMODULE python = LoadLibraryExW(dll, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    Main run = python ? (Main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (run == NULL)
        return (told = check(1)) ? told : damaged(PYTHON_DLL, L"tidak dapat dibuka");
    int used = 0;
    argument[used++] = exe;
    argument[used++] = L"-X";
    argument[used++] = L"utf8";
    argument[used++] = L"-c";
    argument[used++] = START;
    for (int at = 1; at < count && at < MOST_WORDS; at++)
        argument[used++] = words[at];
    argument[used] = NULL;
    int status = run(used, argument);
#ifndef CONSOLE
    if (status == COULD_NOT_BEGIN)
        return (told = check(1)) ? told : damaged(L"program", L"tidak dapat dimulai");
#endif
    return status;
}

#ifdef CONSOLE
int wmain(int count, wchar_t **words)
{
    return start(count, words);
}
#else
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, LPWSTR line, int show)
{
    return start(__argc, __wargv);
}
#endif

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos_desktop.domain.words.names import fold, plain

names = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .'-", max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohamad Yusuf", "Muhammad Yusuf"),
        ("Moh. Yusuf", "Muhammad Yusuf"),
        ("Moch Yusuf", "MUHAMAD YUSUF"),
        ("M. Yusuf", "Mohammad Yusuf"),
        ("Soeharto", "Suharto"),
        ("Djoko", "Joko"),
        ("Tjipto", "Cipto"),
        ("Soetjipto", "Sucipto"),
        ("Achmad Djaelani", "Ahmad Jaelani"),
        ("Abd. Rohman", "Abdul Rohman"),
        ("H. Sarkim", "Sarkim"),
        ("Hj. Siti Aminah", "Siti Aminah"),
        ("Sarkim, S.Pd.", "Sarkim"),
        ("Dr. Ratna", "Ratna"),
        ("Ratna, S.T.", "Ratna"),
        ("St. Aminah", "Siti Aminah"),
        ("Drs. H. Wahyudi, M.Pd.", "Wahyudi"),
        ("Ja'far", "Jafar"),
        ("Nur'aini", "Nuraini"),
        ("Sri  Wahyuni", "sri wahyuni"),
        ("Syarifuddin", "Sarifudin"),
        ("Khotimah", "Kotimah"),
        ("Chotimah", "Khotimah"),
    ],
)
def test_spellings_of_one_name_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rohman", "Rohmah"),
        ("Suharto", "Suharti"),
        ("Sutarno", "Sutarni"),
        ("Kasman", "Kasmin"),
        ("Slamet", "Slamat"),
        ("Muhammad", "Ahmad"),
        ("Siti Aminah", "Siti Amanah"),
        ("Wahyudi", "Wahyuni"),
    ],
)
def test_look_alikes_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("name", ["H", "Haji", "Sri", "St", "Dr", "Muh"])
def test_a_name_that_is_only_a_title_is_kept(name: str) -> None:
    assert fold(name)


@given(st.text(alphabet="AINOU", min_size=1, max_size=8), st.integers(0, 7), st.integers(1, 3))
def test_how_often_a_letter_is_repeated_does_not_matter(name: str, at: int, times: int) -> None:
    assert fold(name[:at] + name[at : at + 1] * times + name[at:]) == fold(name)


@given(names)
def test_case_and_spaces_do_not_matter(name: str) -> None:
    assert fold(f"  {name.lower()} ") == fold(name.upper())


@given(st.text(max_size=40))
def test_plain_text_holds_upper_case_letters_digits_and_single_spaces(text: str) -> None:
    assert all(part.isalnum() and part.isascii() and part == part.upper() for part in plain(text).split(" ") if part)
    assert plain(plain(text)) == plain(text)


def test_accents_are_dropped() -> None:
    assert plain("Ésti Nürcahya") == "ESTI NURCAHYA"

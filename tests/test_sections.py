"""Who opens and who closes a statement, as newspapers write it."""

import pytest

from extractors.sections import read_layout


@pytest.mark.parametrize(
    ("opening", "speaker", "role"),
    [
        ("* Ông Nguyễn Văn Hòa, Giám đốc Sở Tài chính:", "Nguyễn Văn Hòa", "Giám đốc Sở Tài chính"),
        ("Chị Trần Thị Loan (công nhân may):", "Trần Thị Loan", "công nhân may"),
        ("PGS.TS Hoàng Anh Tuấn, Viện trưởng Viện Kinh tế:", "Hoàng Anh Tuấn", "Viện trưởng Viện Kinh tế"),
        ("Bà Lê Thị Tư - Trưởng phòng Giáo dục (huyện Ba Vì):", "Lê Thị Tư", "Trưởng phòng Giáo dục (huyện Ba Vì)"),
    ],
)
def test_opening_names_speaker_and_role(opening: str, speaker: str, role: str) -> None:
    (found,) = read_layout(f"{opening}\nMột tiêu đề\nLời nói.", "vi").sections
    assert (found.speaker, found.speaker_role, found.heading) == (speaker, role, "Một tiêu đề")


@pytest.mark.parametrize("line", ["Ông Hòa (35 tuổi):", "Ông nói như sau:", "Các đại biểu (12 người) nêu:"])
def test_line_without_a_role_opens_no_statement(line: str) -> None:
    assert [found.speaker for found in read_layout(f"{line}\nLời nói.", "vi").sections] == [None]


@pytest.mark.parametrize(
    ("closing", "reporter", "recorded"),
    [
        ("MINH CHÂU (lược ghi)", "MINH CHÂU", "recorded"),
        ("MINH CHÂU ghi", "MINH CHÂU", "recorded"),
        ("(Minh Châu thực hiện)", "Minh Châu", "recorded"),
        ("Minh Châu viết.", "Minh Châu", "written"),
        ("Có người đã ghi", None, None),
    ],
)
def test_byline_names_reporter(closing: str, reporter: str | None, recorded: str | None) -> None:
    found = read_layout(f"Ông Lê Hòa - Giám đốc Sở Y tế:\nMột tiêu đề\nLời nói.\n{closing}", "vi").sections[0]
    assert (found.reporter, found.recorded) == (reporter, recorded)

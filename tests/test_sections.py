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


@pytest.mark.parametrize(
    ("lang", "text", "speakers"),
    [
        ("en", "Views\nMr Lee, director of the port: we did it.\nMs Ann Doe, head of audit: so did we.\nAll of us.", ["Lee", "Ann Doe"]),
        ("vi", "Ông Lê Hòa, Giám đốc Sở Y tế: đã làm xong.\nBà Trần Tư, Chủ tịch xã: còn 3 việc.", ["Lê Hòa", "Trần Tư"]),
        ("fa", "رفیق نگوین ون آن، دبیر کمیته: انجام شد.\nخانم تران تی بین، ساکن محله 5: خوب بود.", ["نگوین ون آن", "تران تی بین"]),
        ("en", "Mr Lee, director of the port: we did it.\nThen he left.", [None]),
        ("en", "Mr Lee, director of the port: we did it.\nMr Lee, director of the port: and again.", [None]),
        ("en", "Mr Lee said this: we did it.\nMs Doe said that: so did we.", [None]),
    ],
)
def test_statements_may_stand_in_the_line_of_their_speakers_where_several_speak(lang: str, text: str, speakers: list[str | None]) -> None:
    found = read_layout(text, lang).sections
    assert ([one.speaker for one in found], {one.heading for one in found} <= {None}) == (speakers, True)
    assert text[found[-1].char_start : found[-1].char_end].endswith(text[-8:])


@pytest.mark.parametrize("before", ["", "\x0c", " \t"])  # a page of a PDF begins with a form feed
@pytest.mark.parametrize(
    ("lang", "source"), [("en", "Source: Coast News"), ("en", "PHOTO: Ann Lee"), ("vi", "Nguồn: Báo Biển"), ("fa", "منبع: خبر ساحل")]
)
def test_who_a_text_is_from_is_in_no_section(lang: str, source: str, before: str) -> None:
    text = f"It rained.\nIt rained on.\n{before}{source}\n"
    (found,) = read_layout(text, lang).sections
    assert text[found.char_start : found.char_end] == "It rained.\nIt rained on."

"""What a file is, by its bytes; what is not a table says what it is."""

import io
import zipfile

import pytest

from ingest.refusal import FileRefused
from ingest.sniff import sniff


def zip_of(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a,b\n1,2\n", "csv"),
        (b"\xef\xbb\xbfa;b\n", "csv"),
        ("a\tb\n".encode("utf-16"), "csv"),
        ("Tanggal\tNilai\n".encode("utf-16-le"), "csv"),
        (b"<5 tahun,4\n", "csv"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "html"),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html><table>", "html"),
        ("<table><tr><td>x</td></tr></table>".encode("utf-16"), "html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><table>', "html"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "spreadsheetml",
        ),
        (b'[{"a": 1}]', "json"),
        (b'\xef\xbb\xbf\n{"data": []}', "json"),
        (b'[["No", "Tanggal"]]', "json"),
        (b"[1] Persyaratan,[2] Prosedur\n", "csv"),
        (b"{id},{nilai}\n", "csv"),
        (zip_of(**{"puri.csv": b"a,b"}), "zip"),
        (zip_of(**{"[Content_Types].xml": b"<Types/>", "xl__workbook.xml": b"<workbook/>"}), "xlsx"),
        (zip_of(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
    ],
)
def test_format_is_told_from_the_first_bytes(content, expected):
    assert sniff(content) == expected


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf\n", b"\xff\xfe", b"\x00" * 5000])
def test_nothing_in_it(content):
    with pytest.raises(FileRefused) as refusal:
        sniff(content)
    assert refusal.value.refusal.code == "empty"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.4\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\0\0\0\x18ftypheic", "gambar"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "gambar"),
        (b"$FL2@(#) SPSS DATA FILE", "SPSS"),
        (b"$FL3@(#) SPSS DATA FILE", "SPSS"),
        (b"<stata_dta><header>", "Stata"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"skm.csv".ljust(257, b"\0") + b"ustar\x0000", "tar"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"{\\rtf1", "RTF"),
        (b"<?xml version='1.0'?><kml/>", "XML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "mht"),
        (b'{"url": "https://docs.google.com/open?id=1"}', "Google"),
        (zip_of(**{"[Content_Types].xml": b"", "word__document.xml": b""}), "docx"),
        (zip_of(**{"[Content_Types].xml": b"", "ppt__presentation.xml": b""}), "pptx"),
        (zip_of(**{"[Content_Types].xml": b"", "xl__workbook.bin": b""}), "xlsb"),
        (zip_of(mimetype=b"application/vnd.oasis.opendocument.text"), "OpenDocument"),
    ],
)
def test_what_is_no_table_is_named(content, word):
    with pytest.raises(FileRefused) as refusal:
        sniff(content)
    assert refusal.value.refusal.code == "not_tabular"
    assert word in refusal.value.refusal.message


def test_what_to_do_instead_is_said():
    for content, words in (
        *((b"%PDF-1.4", "Google Forms"), (b"$FL2@(#)", "Save As"), (b"\x1f\x8b\x08", "Buka arsipnya")),
        *(
            (start + b"\0" * 20, "foto/35.16.01/2024/")
            for start in (b"\xff\xd8\xff", b"\x89PNG", b"\0\0\0\x18ftypheic")
        ),
    ):
        with pytest.raises(FileRefused) as refusal:
            sniff(content)
        assert words in refusal.value.refusal.message


def test_bytes_of_no_known_kind():
    with pytest.raises(FileRefused) as refusal:
        sniff(bytes(range(1, 256)) * 20)
    assert refusal.value.refusal.code == "binary"


def test_broken_zip():
    with pytest.raises(FileRefused) as refusal:
        sniff(b"PK\x03\x04" + b"D" * 500)
    assert refusal.value.refusal.code == "unreadable_workbook"

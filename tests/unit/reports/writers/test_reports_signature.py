from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pikepdf
import pymupdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pikepdf import Name, NumberTree
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from reports.writers.blocks import Block, Cover, Document, Heading, LetterheadBlock, Paragraph, SignatureBlock
from reports.writers.pdf import render_pdf
from reports.writers.signature_field import SignatureField, add_signature_fields

CAMAT = SignatureBlock("Mojokerto, 31 Desember 2024", "Camat Jatirejo", "Kabupaten Mojokerto", "", "", "")
KEPALA = SignatureBlock("Mojokerto", "Kepala Bagian Organisasi", "", "Sutrisno", "", "", field_name="Kepala")


def rendered(*blocks: Block) -> bytes:
    heading = Heading(1, "BAB V", "KESIMPULAN")
    return render_pdf(
        Document(
            "Laporan", "Isi.", "Bagian Organisasi", Cover("Laporan", "", "Kecamatan Jatirejo", "", "2024"),
            LetterheadBlock("", "", "", ""), (heading, *blocks), "35.16.01", date(2024, 12, 31),
        )
    ).content  # fmt: skip


def certified_signer() -> tuple[signers.SimpleSigner, bytes]:
    """A signer with a certificate of its own making, and that certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Uji Tanda Tangan")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    stored = pkcs12.serialize_key_and_certificates(b"uji", key, certificate, None, serialization.NoEncryption())
    signer = signers.SimpleSigner.load_pkcs12_data(stored, other_certs=[])
    assert signer is not None
    return signer, certificate.public_bytes(serialization.Encoding.DER)


def test_the_field_is_empty_described_and_where_the_block_is() -> None:
    content = rendered(Paragraph("Alinea. " * 20), CAMAT)
    with pikepdf.open(BytesIO(content)) as opened:
        page = opened.pages[-1].obj
        (field,) = opened.Root.AcroForm.Fields
        assert opened.Root.AcroForm.SigFlags == 1
        assert field.objgen in [annotation.objgen for annotation in page.Annots]
        assert (field.Subtype, field.FT, str(field.T)) == (Name.Widget, Name.Sig, "TandaTangan")
        assert str(field.TU) == "Tanda tangan elektronik Camat Jatirejo"
        assert field.F == 4
        assert not {"/V", "/A", "/AA", "/Border", "/Contents"} & set(field.keys())
        left, bottom, right, top = map(float, field.Rect)
        assert (right - left, top - bottom) == pytest.approx((70 / 25.4 * 72, 26 / 25.4 * 72), abs=0.1)
        assert list(map(float, field.AP.N.BBox)) == pytest.approx([0, 0, right - left, top - bottom], abs=0.01)
        element = NumberTree(opened.Root.StructTreeRoot.ParentTree)[int(field.StructParent)]
        assert Name.Form == element.S
        assert page.Tabs == Name.S
    with pymupdf.open(stream=content) as opened:
        last = opened[-1]
        (above,), (below,) = last.search_for("Kabupaten Mojokerto"), last.search_for("NIP.")
        (widget,) = last.widgets()
        assert above.y1 < widget.rect.y0 < widget.rect.y1 < below.y0


def test_every_field_has_a_name_of_its_own() -> None:
    with pikepdf.open(BytesIO(rendered(CAMAT, CAMAT, KEPALA, CAMAT))) as opened:
        names = [str(field.T) for field in opened.Root.AcroForm.Fields]
    assert names == ["TandaTangan", "TandaTangan2", "Kepala", "TandaTangan3"]


def test_without_a_signature_there_is_no_form() -> None:
    with pikepdf.open(BytesIO(rendered(Paragraph("Alinea.")))) as opened:
        assert Name.AcroForm not in opened.Root


def test_fields_without_places_are_refused() -> None:
    with pikepdf.open(BytesIO(rendered())) as opened, pytest.raises(ValueError, match="1 signature fields wanted"):
        add_signature_fields(opened, [SignatureField("TandaTangan", "x")])


def signed_by(content: bytes, field: str, signer: signers.SimpleSigner) -> bytes:
    metadata = signers.PdfSignatureMetadata(field_name=field)
    return bytes(signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), metadata, signer=signer).getbuffer())


def test_it_can_be_signed_and_the_signature_is_valid() -> None:
    content = rendered(Paragraph("Alinea."), CAMAT)
    signer, certificate = certified_signer()
    signed = signed_by(content, "TandaTangan", signer)
    assert signed.startswith(content)
    (signature,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    trusted = ValidationContext(trust_roots=list(load_certs_from_pemder_data(certificate)))
    status = validate_pdf_signature(signature, trusted)
    assert status.intact
    assert status.trusted
    assert status.bottom_line
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level == ModificationLevel.NONE
    with pikepdf.open(BytesIO(signed)) as opened, opened.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"


def test_a_second_signature_leaves_the_first_intact() -> None:
    """Whether the update between them was only a signature is not asked: pyHanko does not know that a field
    of a tagged PDF is part of its structure."""
    signer, certificate = certified_signer()
    signed = signed_by(signed_by(rendered(CAMAT, KEPALA), "TandaTangan", signer), "Kepala", signer)
    trusted = ValidationContext(trust_roots=list(load_certs_from_pemder_data(certificate)))
    for signature in PdfFileReader(BytesIO(signed)).embedded_signatures:
        status = validate_pdf_signature(signature, trusted, skip_diff=True)
        assert (status.intact, status.valid, status.trusted) == (True, True, True)


def test_a_changed_document_is_no_longer_signed() -> None:
    """The test above can fail."""
    signer, certificate = certified_signer()
    changed = bytearray(signed_by(rendered(CAMAT), "TandaTangan", signer))
    changed[200] ^= 1
    (signature,) = PdfFileReader(BytesIO(bytes(changed))).embedded_signatures
    trusted = ValidationContext(trust_roots=list(load_certs_from_pemder_data(certificate)))
    assert not validate_pdf_signature(signature, trusted).intact

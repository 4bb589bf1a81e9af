from tests.spec.render import DOCUMENT, method_document


def test_the_method_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == method_document(), "make it again: python -m tests.spec.render"

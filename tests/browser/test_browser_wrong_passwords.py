"""Wrong passwords. Last of the folder, by its name: afterwards this machine may not log in for a while."""

from tests.browser.visitors import Browse, log_in


def test_a_wrong_password_is_said_without_saying_which_part_is_wrong(browse: Browse) -> None:
    page = browse()
    said = []
    for name in ("jatirejo", "tidak-ada"):
        page.goto("/masuk")
        log_in(page, name, "bukan sandi yang benar")
        said.append(page.get_by_role("alert").inner_text())
    assert said[0] == said[1]
    assert "tidak benar" in said[0]
    page.goto("/unit")
    assert "/masuk" in page.url


def test_too_many_wrong_passwords_are_slowed_down(browse: Browse) -> None:
    page = browse()
    said = ""
    for _ in range(6):
        page.goto("/masuk")
        log_in(page, "mojokerto", "salah salah salah")
        said = page.get_by_role("alert").inner_text()
    assert "Terlalu banyak percobaan" in said

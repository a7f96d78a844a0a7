from docs.codebook_page import PAGE, page


def test_the_page_of_the_codebook_is_made_from_the_built_in_one() -> None:
    assert PAGE.read_text("utf-8") == page()

"""Names that libraries don't export and we use: what breaks when an update moves them."""

from __future__ import annotations

from textual.binding import Binding
from textual.widgets import Footer

from tui.widgets.footer import KeyFooter


def test_the_footer_is_made_of_textual_s_footer_keys():
    """`tui.widgets.footer` needs `textual.widgets._footer.FooterKey`.

    When this fails, Textual has moved or changed it: the line of keys at the bottom would be
    missing or drawn wrongly. Look at how `Footer.compose` builds its keys and do the same.
    """
    from textual.widgets._footer import FooterKey

    binding = Binding("x", "act", "Act")
    key = FooterKey(
        binding.key, "X", binding.description, binding.action, disabled=True, tooltip="why"
    )
    assert key.compact is True  # set by us, too
    assert {"footer-key--key", "footer-key--description"} <= FooterKey.COMPONENT_CLASSES
    assert issubclass(KeyFooter, Footer)

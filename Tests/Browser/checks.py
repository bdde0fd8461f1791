"""What several tests ask of a page."""

from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
# The policy forbids scripts that a page brings along, so axe comes in through the debugger, past the policy.


def settle(page):
    """Until nothing says that it is loading."""
    page.wait_for_load_state("load")
    page.wait_for_function("!document.querySelector('[aria-label=\"Loading\"], .skeleton, .skeleton-rows, .skeleton-cards')")


def assert_accessible(page):
    found = Axe().run(page, options=RULES).response["violations"]
    serious = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    told = [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in serious for node in fault["nodes"]]
    assert not told, f"{page.url}:\n" + "\n".join(told)


def assert_titled(page):
    assert page.title().endswith("Fovea") and page.title() != "Fovea", page.title()

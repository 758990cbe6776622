from __future__ import annotations

import pytest
from pretend import CHROMIUM, SHELL, Pretend

from start import BROWSERS_PATH, EXECUTABLE, Browser, Place, SetupError, known_browser, new_browser

pytestmark = pytest.mark.fast


def test_what_playwright_has_comes_before_what_the_system_has(place: Place, pretend: Pretend) -> None:
    pretend.files |= {CHROMIUM, SHELL, "/bin/chromium-headless-shell"}

    browser = new_browser(place, pretend.machine)

    assert (browser.headless, browser.headed) == ("", "")


def test_the_shell_of_playwright_works_and_the_system_browser_is_shown(place: Place, pretend: Pretend) -> None:
    pretend.files |= {SHELL, "/bin/chromium"}

    browser = new_browser(place, pretend.machine)

    assert (browser.headless, browser.headed, browser.proof) == ("", "/bin/chromium", SHELL)


def test_without_its_shell_playwright_cannot_run_unseen(place: Place, pretend: Pretend) -> None:
    pretend.files |= {CHROMIUM, "/bin/chromium"}

    assert new_browser(place, pretend.machine).headless == "/bin/chromium"


def test_the_lighter_system_browser_works_and_the_full_one_is_shown(place: Place, pretend: Pretend) -> None:
    pretend.files |= {"/bin/google-chrome", "/bin/chromium", "/bin/chromium-headless-shell"}

    browser = new_browser(place, pretend.machine)

    assert (browser.headless, browser.headed) == ("/bin/chromium-headless-shell", "/bin/chromium")
    assert pretend.count("playwright install chromium") == 0


@pytest.mark.parametrize(
    ("system", "environ", "file"),
    [
        ("linux", {}, "/opt/google/chrome/chrome"),
        ("darwin", {}, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("darwin", {"HOME": "/Users/li"}, "/Users/li/Applications/Chromium.app/Contents/MacOS/Chromium"),
        ("win32", {"PROGRAMFILES": r"C:\Programs"}, r"C:\Programs\Google\Chrome\Application\chrome.exe"),
        ("win32", {"PROGRAMFILES(X86)": r"C:\86"}, r"C:\86\Microsoft\Edge\Application\msedge.exe"),
    ],
)
def test_a_browser_off_the_path_is_found_in_its_usual_place(
    place: Place, system: str, environ: dict[str, str], file: str
) -> None:
    pretend = Pretend(system=system, environ=environ, files={file})

    assert new_browser(place, pretend.machine).headless == file


def test_a_browser_that_does_not_start_is_passed_over(place: Place, pretend: Pretend) -> None:
    pretend.files |= {"/bin/chromium-browser", "/bin/google-chrome"}
    pretend.fails |= {"close()\n /bin/chromium-browser"}

    browser = new_browser(place, pretend.machine)

    assert browser.headless == "/bin/google-chrome"
    assert "/bin/chromium-browser does not start here, looking further" in pretend.said


def test_a_bare_machine_downloads_what_playwright_needs(place: Place, pretend: Pretend) -> None:
    pretend.brings = {"playwright install chromium": CHROMIUM, "-m playwright install chromium": SHELL}

    browser = new_browser(place, pretend.machine)

    assert browser.headless == ""
    assert pretend.count("apt-get") == 0


def test_root_on_debian_also_gets_the_libraries(place: Place) -> None:
    pretend = Pretend(is_root=True, files={"/bin/apt-get"})
    pretend.brings = {"playwright install chromium": CHROMIUM, "-m playwright install chromium": SHELL}

    new_browser(place, pretend.machine)

    assert pretend.count("playwright install-deps chromium") == 1


def test_without_a_download_root_on_debian_asks_apt(place: Place) -> None:
    pretend = Pretend(is_root=True, files={"/bin/apt-get"}, fails={"playwright install chromium"})
    pretend.brings = {"chromium-headless-shell chromium": "/bin/chromium-headless-shell"}

    browser = new_browser(place, pretend.machine)

    assert browser.headless == "/bin/chromium-headless-shell"


def test_a_distribution_without_the_shell_gives_the_full_browser(place: Place) -> None:
    pretend = Pretend(is_root=True, files={"/bin/apt-get"})
    pretend.fails = {"playwright install chromium", "chromium-headless-shell"}
    pretend.brings = {"--no-install-recommends chromium": "/bin/chromium"}

    assert new_browser(place, pretend.machine).headless == "/bin/chromium"


def test_nobody_but_root_is_sent_to_apt(place: Place) -> None:
    pretend = Pretend(files={"/bin/apt-get"}, fails={"playwright install chromium"})

    with pytest.raises(SetupError, match=EXECUTABLE):
        new_browser(place, pretend.machine)

    assert pretend.count("apt-get") == 0


def test_a_failed_download_names_the_mirrors_but_not_their_values(place: Place, pretend: Pretend) -> None:
    pretend.fails |= {"playwright install chromium"}
    pretend.environ["PLAYWRIGHT_DOWNLOAD_HOST"] = "https://me:secret@mirror.test"

    with pytest.raises(SetupError):
        new_browser(place, pretend.machine)

    told = "\n".join(pretend.said)
    assert "PLAYWRIGHT_DOWNLOAD_HOST (set), HTTPS_PROXY (not set)" in told
    assert "secret" not in told


def test_the_next_start_knows_the_browser(place: Place, pretend: Pretend) -> None:
    pretend.files |= {"/bin/chromium"}
    found = new_browser(place, pretend.machine)
    pretend.ran.clear()

    known = known_browser(place, pretend.machine)

    assert known == found
    assert pretend.ran == []


@pytest.mark.parametrize("files", [{"/bin/chromium"}, {CHROMIUM, SHELL}])
def test_a_browser_that_was_removed_is_forgotten(place: Place, pretend: Pretend, files: set[str]) -> None:
    pretend.files |= files
    new_browser(place, pretend.machine)

    pretend.files.clear()

    assert known_browser(place, pretend.machine) is None


def test_playwright_looking_elsewhere_is_a_new_question(place: Place, pretend: Pretend) -> None:
    pretend.files |= {CHROMIUM, SHELL}
    new_browser(place, pretend.machine)

    pretend.environ[BROWSERS_PATH] = "/elsewhere"

    assert known_browser(place, pretend.machine) is None


def test_a_browser_that_the_user_names_needs_no_search(place: Place, pretend: Pretend) -> None:
    pretend.environ[EXECUTABLE] = "/mine"

    assert known_browser(place, pretend.machine) == Browser()

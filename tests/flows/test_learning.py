"""A lesson, step by step, with a page that tells what it is told to tell, and a person who answers by a list."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from fakes import FakeGate

from agent.domain.pointing import Fit, Node, Pointed, Proposal, Wanted
from agent.flows.learn import Lesson
from agent.ports import News, Person, Pointing, Question, Reply, Said, Sign

pytestmark = pytest.mark.fast
ONE, TWO = (Wanted(key, roles=("button",)) for key in ("dialog.next", "dialog.back"))
NEXT = Pointed((Node("button", "button", "Next", id="next"),), "en")
BACK = Pointed((Node("button", "button", "Back", id="back"),), "en")
TAKE, SKIP, END = (Reply(one) for one in (Said.TAKE, Said.SKIP, Said.END))
Step = Reply | Pointed | Sign


class Scene(Pointing, Person):
    """Page and person of one lesson: each step is either something that happens in the page, or an answer."""

    def __init__(self, steps: Sequence[Step], fit: Fit = Fit.RIGHT) -> None:
        self.steps = list(steps)
        self.fit = fit
        self.asked: list[tuple[str, str]] = []
        self.news: list[News] = []
        self.pointing: list[bool] = []
        self.signs = asyncio.Event()
        self.answered = False
        self.open = self.most = 0  # questions at a time

    async def arrive(self) -> None:
        """Nowhere to go."""

    async def point(self, *, on: bool) -> None:
        self.pointing.append(on)

    async def picked(self) -> Pointed | Sign:
        if self.answered or isinstance(self.steps[0], Reply):
            await asyncio.Event().wait()
        happened = self.steps.pop(0)
        if isinstance(happened, Sign):
            self.signs.set()  # the question still stands, and may be answered now
        return happened  # type: ignore[return-value]  # seen above

    async def reply(self, question: Question) -> Reply:
        proposal = question.proposal
        self.asked.append((question.wanted.key, (proposal.name or proposal.css) if proposal else ""))
        self.answered = isinstance(self.steps[0], Reply)
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            await (asyncio.sleep(0) if self.answered else self.signs.wait())
        finally:
            self.open -= 1
        return self.steps.pop(0)  # type: ignore[return-value]  # a person answers when it is his turn

    async def fits(self, proposal: Proposal, wanted: Wanted) -> Fit:
        _ = proposal, wanted
        return self.fit

    async def mark(self, proposal: Proposal | None) -> None:
        """Nothing to draw on."""

    async def language(self) -> str:
        return "en"

    def tell(self, news: News, value: str = "") -> None:
        _ = value
        self.news.append(news)


def given(
    *steps: Step, fit: Fit = Fit.RIGHT, gate: FakeGate | None = None, asked: Sequence[Wanted] = (ONE, TWO)
) -> tuple[Scene, dict[str, dict[str, str]]]:
    """The scene after the lesson, and what was learnt."""
    scene = Scene([*steps, END], fit)
    lesson = Lesson(asked, ["en"], {}, scene, scene, gate or FakeGate())
    asyncio.run(lesson.give())
    return scene, lesson.learnt


def test_what_is_pointed_at_and_taken_is_learnt() -> None:
    scene, learnt = given(NEXT, TAKE, BACK, TAKE)

    assert learnt == {"dialog.next": {"role": "button", "en": "Next"}, "dialog.back": {"role": "button", "en": "Back"}}
    assert (scene.asked[1], scene.steps) == (("dialog.next", "Next"), [END])


def test_what_is_skipped_is_not() -> None:
    assert given(NEXT, SKIP, BACK, TAKE)[1].keys() == {"dialog.back"}


def test_going_back_asks_for_the_one_before_again() -> None:
    scene, learnt = given(NEXT, TAKE, Reply(Said.BACK), BACK, TAKE, SKIP)

    assert [key for key, _ in scene.asked] == ["dialog.next", "dialog.next", "dialog.back"] + ["dialog.next"] * 2 + [
        "dialog.back"
    ]
    assert learnt == {"dialog.next": {"role": "button", "en": "Back"}}


def test_the_next_proposal_is_the_next_most_stable_and_after_the_last_it_is_asked_again() -> None:
    scene, learnt = given(NEXT, *[Reply(Said.NEXT)] * 2, TAKE, Reply(Said.NEXT), SKIP)

    assert [told for _, told in scene.asked[:4]] == ["", "Next", "#next", "button:nth-of-type(1)"]
    assert learnt == {"dialog.next": {"css": "button:nth-of-type(1)"}}


def test_after_the_last_proposal_it_is_asked_again() -> None:
    scene, learnt = given(NEXT, *[Reply(Said.NEXT)] * 3, TAKE, SKIP)

    assert (scene.asked[4], scene.news, learnt) == (("dialog.next", ""), [News.NO_MORE], {})


def test_pointing_again_begins_again() -> None:
    assert given(NEXT, BACK, TAKE)[1] == {"dialog.next": {"role": "button", "en": "Back"}}


def test_a_person_is_asked_one_thing_at_a_time() -> None:
    assert given(NEXT, BACK, TAKE)[0].most == 1


@pytest.mark.parametrize("turn", [Reply(Said.WALK), Sign.ESCAPED])
def test_a_person_may_walk_about_and_point_again(turn: Step) -> None:
    scene, learnt = given(turn, Reply(Said.POINT), NEXT, TAKE)

    assert (scene.pointing, scene.news) == ([True, False, True], [News.WALKING, News.POINTING])
    assert "dialog.next" in learnt


@pytest.mark.parametrize(("end", "told"), [(END, []), (Sign.CLOSED, [News.GONE])])
def test_what_was_learnt_before_the_end_is_kept(end: Step, told: list[News]) -> None:
    scene, learnt = given(NEXT, TAKE, end)

    assert (learnt.keys(), scene.news) == ({"dialog.next"}, told)


def test_what_the_page_wanted_to_send_is_told_once() -> None:
    gate = FakeGate()
    gate.stopped = ("POST https://portal/send",)

    scene, _ = given(Sign.STOPPED, SKIP, SKIP, gate=gate)

    assert scene.news == [News.STOPPED]


@pytest.mark.parametrize("fit", sorted(set(Fit) - {Fit.RIGHT}))
def test_what_finds_another_element_or_more_is_not_offered(fit: Fit) -> None:
    scene, learnt = given(NEXT, TAKE, SKIP, SKIP, fit=fit)

    assert (scene.news, learnt) == ([News.NOTHING_FITS], {})


@pytest.mark.parametrize(
    ("pointed", "why"),
    [
        (Pointed(NEXT.nodes, "en", framed=True), News.IN_A_FRAME),
        (Pointed(NEXT.nodes, "xx"), News.NO_LANGUAGE),
    ],
)
def test_what_no_profile_can_name_is_told_as_such(pointed: Pointed, why: News) -> None:
    scene, learnt = given(pointed, TAKE, SKIP, SKIP)

    assert (scene.news, learnt) == ([why], {})


def test_who_points_at_something_of_another_kind_is_warned() -> None:
    scene, _ = given(Pointed((Node("section", "group", "Unlinks left"),), "en"), SKIP, NEXT, SKIP)

    assert scene.news == [News.ANOTHER_KIND]


def test_words_that_are_typed_are_offered_like_the_others() -> None:
    scene, learnt = given(Reply(Said.TYPE, "Go on"), TAKE)

    assert scene.asked[1] == ("dialog.next", "Go on")
    assert learnt == {"dialog.next": {"role": "button", "en": "Go on"}}


def test_what_is_found_by_its_place_has_no_words_to_type() -> None:
    scene, learnt = given(Reply(Said.TYPE, "Total 3"), SKIP, asked=[Wanted("links.total", placed=True)])

    assert (scene.news, learnt) == ([News.NOTHING_FITS], {})

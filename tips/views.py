from datetime import MAXYEAR, MINYEAR

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.french import spaced
from core.history.entries import history_of
from core.people.requests import AgentRequest
from core.web.pdf import pdf_response
from tips import actions
from tips.models import CourseFollower, Lesson, Tip
from tips.policies import can_write, is_done

# By level; each is a noun of its own gender, and suits everyone.
GRAND_TITLES = {
    1: "Particule prometteuse de l’atome municipal",
    2: "Noyau dur de l’atome municipal",
    3: "Sommité de l’atome municipal",
}


@require_safe
def tip_current(request: AgentRequest) -> HttpResponse:
    """This month's tip, or the latest; before the first one, a word instead of a void."""
    tip = Tip.objects.published().newest_first().for_page().first()
    return _tip_page(request, tip, here="Physique nucléaire")


@require_safe
def tip_detail(request: AgentRequest, reference: str) -> HttpResponse:
    """A tip; for the group, also the preview of one that is not published."""
    tip = get_object_or_404(Tip.objects.visible_to(request.user).for_page(), reference=reference)
    return _tip_page(request, tip, here=tip.title, parent_url=reverse("tips:tip_current"))


@require_safe
def tip_year(request: AgentRequest, year: int) -> HttpResponse:
    if not MINYEAR <= year <= MAXYEAR:
        raise Http404
    tips = list(Tip.objects.published().of_year(year).newest_first())
    if not tips:
        raise Http404
    context = {"year": year, "tips": tips, "years": Tip.objects.published().years()}
    return render(request, "tips/tip_year.html", context)


def _tip_page(request: AgentRequest, tip: Tip | None, *, here: str, parent_url: str = "") -> HttpResponse:
    published = Tip.objects.published().newest_first()
    context = {
        "tip": tip,
        "here": here,
        "parent_url": parent_url,
        "can_write": can_write(request.user),
        "others": published.exclude(pk=tip.pk)[:3] if tip else (),
        "years": published.years(),
        "lessons": Lesson.objects.visible_to(request.user).filter(tips=tip) if tip else (),
        "entries": history_of(tip) if tip else (),
    }
    return render(request, "tips/tip_detail.html", context)


@require_safe
def course(request: AgentRequest) -> HttpResponse:
    """The lessons by level, with what the agent has followed, for themself only."""
    lessons = list(Lesson.objects.visible_to(request.user).with_followed_flag(request.user))
    levels = [
        {
            "level": level,
            "lessons": (those := [lesson for lesson in lessons if lesson.level == level]),
            "title": GRAND_TITLES[level],
            "is_done": is_done(those),
        }
        for level in Tip.Level
    ]
    context = {
        "levels": [level for level in levels if level["lessons"]],
        "is_following": CourseFollower.objects.filter(agent=request.user).exists(),
        "can_write": can_write(request.user),
    }
    return render(request, "tips/course.html", context)


@require_safe
def lesson_detail(request: AgentRequest, reference: str) -> HttpResponse:
    """Its tips in order; only those that one may read."""
    lesson = _lesson(request, reference)
    tips = Tip.objects.visible_to(request.user).filter(lesson_tips__lesson=lesson)
    others = Lesson.objects.published().order_by("level", "position", "pk").values_list("pk", flat=True)
    order = list(others)
    place = order.index(lesson.pk) if lesson.pk in order else len(order)
    context = {
        "lesson": lesson,
        "tips": tips.order_by("lesson_tips__position", "lesson_tips__pk").defer("body"),
        "following": Lesson.objects.filter(pk__in=order[place + 1 : place + 2]).first(),
        "can_write": can_write(request.user),
        "entries": history_of(lesson),
    }
    return render(request, "tips/lesson_detail.html", context)


@require_POST
def lesson_follow(request: AgentRequest, reference: str) -> HttpResponse:
    """The button says which of the two it does: pressed twice, or on an old page, it never does the other."""
    lesson = _lesson(request, reference)
    if request.POST.get("suivie") == "non":
        actions.unfollow_lesson(lesson, by=request.user)
        messages.success(request, "Cette leçon est de nouveau à suivre.")
        return redirect(lesson)
    actions.follow_lesson(lesson, by=request.user)
    messages.success(request, spaced(f"« {lesson.title} » : leçon suivie."))
    return redirect("tips:course")


@require_POST
def course_follow(request: AgentRequest) -> HttpResponse:
    if request.POST.get("suivre") == "non":
        actions.leave_course(by=request.user)
        messages.success(request, "La prochaine leçon ne paraît plus sur votre accueil.")
    else:
        actions.follow_course(by=request.user)
        messages.success(request, "La prochaine leçon est sur votre accueil.")
    return redirect("tips:course")


@require_safe
def diploma(request: AgentRequest, level: int) -> HttpResponse:
    """To print, by who has followed all the lessons of a level."""
    lessons = list(Lesson.objects.published().filter(level=level).with_followed_flag(request.user))
    if not lessons:
        raise Http404
    if not is_done(lessons):
        raise PermissionDenied(spaced("Ce diplôme vous attend : il reste des leçons à suivre à ce niveau."))
    context = {
        "agent": request.user,
        "atoms": "⚛" * level,
        "grand_title": GRAND_TITLES[level],
        "lessons": lessons,
    }
    name = f"diplome-physique-nucleaire-{level}.pdf"
    return pdf_response(
        request, "tips/diploma_pdf.html", context, title="Diplôme de physique nucléaire", name=name
    )


def _lesson(request: AgentRequest, reference: str) -> Lesson:
    lessons = Lesson.objects.visible_to(request.user).with_followed_flag(request.user)
    return get_object_or_404(lessons, reference=reference)

"""Triggers that check several rows."""

import pgtrigger

# At the commit, for a merge writes several rows. The head is locked against another merge that would take it away.
READ_WITH_ITS_HEAD = pgtrigger.Trigger(
    name="read_with_its_head",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    timing=pgtrigger.Deferred,
    declare=[("this", "suggestions_idea%ROWTYPE"), ("place", "bigint"), ("steps", "integer := 0")],
    func="""
        SELECT * INTO this FROM suggestions_idea WHERE id = NEW.id;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        IF EXISTS (SELECT 1 FROM suggestions_idea one WHERE one.merged_into_id = this.id
                   AND one.head_id IS DISTINCT FROM COALESCE(this.head_id, this.id))
        OR (this.head_id IS NOT NULL AND EXISTS (SELECT 1 FROM suggestions_idea WHERE head_id = this.id)) THEN
            RAISE EXCEPTION 'idea: what is merged into it is read elsewhere'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'idea_read_with_its_head';
        END IF;
        IF this.head_id IS NULL THEN
            RETURN NULL;
        END IF;
        PERFORM 1 FROM suggestions_idea WHERE id = this.head_id AND head_id IS NULL FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'idea: it is read with one that is read elsewhere'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'idea_read_with_its_head';
        END IF;
        place := this.merged_into_id;
        WHILE place IS DISTINCT FROM this.head_id LOOP
            steps := steps + 1;
            IF place IS NULL OR steps > 1000 THEN
                RAISE EXCEPTION 'idea: its chain of merges does not lead to its head'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'idea_read_with_its_head';
            END IF;
            SELECT merged_into_id INTO place FROM suggestions_idea WHERE id = place;
        END LOOP;
        RETURN NULL;
    """,
)

# As an answer is published: a row that arrives set aside comes from elsewhere, with its path behind it.
SET_ASIDE_BY_TWO_MEMBERS = pgtrigger.Trigger(
    name="set_aside_by_two_members",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),
    condition=pgtrigger.Q(new__state="set_aside") & pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
    func="""
        IF NOT EXISTS (SELECT 1 FROM suggestions_setaside made WHERE made.idea_id = NEW.id
                       AND made.confirmed_by_id IS NOT NULL) THEN
            RAISE EXCEPTION 'idea: set aside by two members'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'idea_set_aside_by_two_members';
        END IF;
        RETURN NEW;
    """,
)

# Later, one member alone would set the idea aside: a confirmation stands for the transaction that sets the state.
_CONFIRMED_BUT_NOT_SET_ASIDE = """
        IF EXISTS (SELECT 1 FROM suggestions_setaside made JOIN suggestions_idea idea ON idea.id = made.idea_id
                   WHERE idea.id = {idea} AND made.confirmed_by_id IS NOT NULL AND idea.state <> 'set_aside') THEN
            RAISE EXCEPTION 'set aside: confirmed, and the idea is not set aside'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'set_aside_confirmed_with_its_idea';
        END IF;
        RETURN NULL;
"""
CONFIRMED_WITH_ITS_IDEA = pgtrigger.Trigger(
    name="confirmed_with_its_idea",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Q(new__confirmed_by__isnull=False),
    func=_CONFIRMED_BUT_NOT_SET_ASIDE.format(idea="NEW.idea_id"),
)
RESTORED_WITH_ITS_CONFIRMATION = pgtrigger.Trigger(
    name="restored_with_its_confirmation",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("state"),
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Q(old__state="set_aside") & pgtrigger.Q(new__state__df="set_aside"),
    func=_CONFIRMED_BUT_NOT_SET_ASIDE.format(idea="NEW.id"),
)

SET_ASIDE_NEVER_BY_AN_AUTHOR = pgtrigger.Trigger(
    name="never_by_an_author",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("confirmed_by_id"),
    func="""
        IF EXISTS (SELECT 1 FROM suggestions_idea idea
                   WHERE (idea.id = NEW.idea_id OR idea.head_id = NEW.idea_id)
                   AND idea.author_id IN (NEW.proposed_by_id, NEW.confirmed_by_id)) THEN
            RAISE EXCEPTION 'set aside: never by an author of the idea'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'set_aside_never_by_an_author';
        END IF;
        RETURN NEW;
    """,
)

REPLY_STANDS_UNDER_ITS_COMMENT = pgtrigger.Trigger(
    name="reply_stands_under_its_comment",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__parent__isnull=False),
    func="""
        IF NOT EXISTS (SELECT 1 FROM suggestions_comment parent WHERE parent.id = NEW.parent_id
                       AND parent.parent_id IS NULL AND parent.idea_id = NEW.idea_id) THEN
            RAISE EXCEPTION 'comment: a reply stands under a comment of the same idea, one level deep'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'comment_reply_stands_under_its_comment';
        END IF;
        RETURN NEW;
    """,
)

/* The students' reasons on the teacher's page: equal ones together, to approve or to hide. */
"use strict";

const Reasons = (() => {
  const { make } = Nodes;
  const { gettext, listed } = Messages;
  const STATES = { new: gettext("not shown yet"), approved: gettext("approved"), hidden: gettext("hidden") };

  /* The reasons for a sentence. `lead` carries out a command. */
  function of(each, lead) {
    if (!each.reasons.length) return null;
    const fresh = each.reasons.filter((reason) => reason.state === "new").map((reason) => reason.id);
    return make("div", { class: "reasons" },
      make("ul", {}, ...each.reasons.map((reason) => row(each, reason, lead))),
      fresh.length > 1
        ? make("button", { type: "button", "data-focus": `all ${each.id}`, onclick: () => lead({ do: "approve", reasons: fresh }) }, gettext("Approve all %(count)s", { count: fresh.length }))
        : null);
  }

  function row(each, reason, lead) {
    const tag = ClassState.tag(reason.tag);
    const decide = (command, words) => make("button", {
      type: "button", "data-focus": `${command} ${reason.id}`,
      "aria-label": gettext("%(action)s: %(reason)s", { action: words, reason: reason.note }),
      onclick: () => lead({ do: command, reasons: [reason.id] }),
    }, words);
    return make("li", { class: reason.state },
      make("span", { class: `mark ${tag?.color ?? ""}`, title: tag?.name ?? gettext("no tag") }, tag?.mark ?? "·"),
      make("p", {}, reason.count > 1 ? make("strong", {}, `${reason.count} × `) : null, reason.note,
        make("span", { class: "quiet" }, ` ${listed(reason.names)} · ${STATES[reason.state]}`)),
      reason.state === "approved" ? null : decide("approve", gettext("Approve")),
      reason.state === "hidden" ? null : decide("hide", gettext("Hide")),
      merging(each, reason, lead));
  }

  /* A list of the other reasons for the same tag, with one of which this one can be counted. */
  function merging(each, reason, lead) {
    if (reason.merged.length) {
      return make("button", { type: "button", "data-focus": `apart ${reason.id}`, onclick: () => lead({ do: "merge", reasons: reason.merged, same_as: null }) }, gettext("Ungroup"));
    }
    const others = each.reasons.filter((other) => other.tag === reason.tag && other.id !== reason.id);
    if (!others.length) return null;
    return make("select", {
      "data-focus": `same ${reason.id}`, "aria-label": gettext("Group with: %(reason)s", { reason: reason.note }),
      onchange: (event) => event.target.value && lead({ do: "merge", reasons: [reason.id], same_as: event.target.value }),
    }, make("option", { value: "" }, gettext("Same as …")), ...others.map((other) => make("option", { value: other.id }, other.note.slice(0, 60))));
  }

  return { of };
})();

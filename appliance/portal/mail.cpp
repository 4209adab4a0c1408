#include <nlohmann/json.hpp>

#include "appliance/portal/account_links.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/invitations.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/letters.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/services.h"
#include "appliance/portal/user_providers.h"

namespace gatehouse::portal::handlers {

namespace {

using db::MailState;

nlohmann::json mail_view(const db::Mail& mail) {
  const bool waits = mail.state == MailState::waiting;
  return {{"id", std::to_string(mail.id)},
          {"kind", mail.kind},
          {"to", mail.recipient},
          {"user_id", id_view(mail.user)},
          {"subject", mail.subject},
          {"state", db::mail_state_name(mail.state)},
          {"tries", mail.tries},
          {"problem", mail.problem},
          {"created_at", rfc3339(mail.created_at)},
          {"next_try_at", waits ? nlohmann::json(rfc3339(mail.next_at)) : nlohmann::json()},
          {"gives_up_at", waits ? nlohmann::json(rfc3339(mail.gives_up_at)) : nlohmann::json()},
          {"done_at", time_view(mail.done_at)}};
}

Found<db::Mail> find_mail(Context& context, db::MailId id) {
  return found(context.services.mail.find(context.caller->organization.id, id),
               to_response({404, "no_such_mail", "There is no such message."}));
}

std::string own_name(const Context& context) {
  return context.caller->user.first_name + " " + context.caller->user.last_name;
}

// The same message anew: a link in it is another one, made by the caller, who needs the right to.
Found<db::Mail> written_again(Context& context, const db::Mail& mail) {
  Services& services = context.services;
  const db::Organization& organization = context.caller->organization;
  if (mail.kind == "invitation") return invitation_written_again(context, mail);
  const auto user = find_user(context, mail.user.value_or(0));
  if (!user) return user.refusal();
  if (mail.kind == "test") return test_letter(services, organization, *user);
  if (mail.kind == "organization")
    return letter_of_organization(services, organization, *user, host_for_mail(services, context.request));
  if (mail.kind != "welcome" && mail.kind != "password") {
    return to_response(
        {409, "not_again", "This letter tells what happened at its time, and is not written again."});
  }
  const std::int64_t now = services.clock.unix_seconds();
  if (!context.caller->rights.access.allows(policy::Section::users, policy::Level::edit))
    return not_permitted();
  if (auto refusal = refuse_beyond(context, auth::rights_of(services.roles, *user, now))) return *refusal;
  if (!user->counts_at(now))
    return to_response({409, "account_is_off", "This account is disabled or has ended. Enable it first."});
  if (auto refusal = refuse_local_login(services, *user)) return *std::move(refusal);
  const auto link = new_mailed_link(context, *user);
  if (!link) return store_failed(link.error());
  return letter_with_link(services, organization, *user, *link, own_name(context));
}

}  // namespace

http::Response get_mail(Context& context) {
  const auto& facts = context.services.options.mail;
  const auto counts = context.services.mail.count(context.caller->organization.id);
  if (!counts) return store_failed(counts.error());
  nlohmann::json view = {{"server", nullptr},
                         {"security", nullptr},
                         {"from", nullptr},
                         {"waiting", counts->waiting},
                         {"failed", counts->failed}};
  if (facts) view.update({{"server", facts->server}, {"security", facts->security}, {"from", facts->from}});
  return json_response(200, view);
}

http::Response list_mail(Context& context) {
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  const std::string wanted = query.word("state", {"any", "waiting", "sent", "failed", "cancelled"});
  if (auto refusal = query.refusal()) return *refusal;
  std::optional<MailState> state;
  for (const MailState one : {MailState::waiting, MailState::sent, MailState::failed, MailState::cancelled}) {
    if (db::mail_state_name(one) == wanted) state = one;
  }
  return list_response(
      context.services.mail.list(context.caller->organization.id, state, cursor, static_cast<int>(limit)),
      mail_view);
}

http::Response send_test_mail(Context& context) {
  JsonBody body(context.request);
  if (auto refusal = body.refusal()) return *refusal;
  if (auto refusal = refuse_mail(context.services, context.request)) return *refusal;
  const Caller& caller = *context.caller;
  return in_transaction(context.services, [&]() -> http::Response {
    const db::Mail mail = test_letter(context.services, caller.organization, caller.user);
    const auto id = queue(context, mail);
    if (!id) return id.refusal();
    const auto kept = find_mail(context, *id);
    if (!kept) return kept.refusal();
    return note(context, {"mail.test_sent", *id, mail.recipient}, json_response(201, mail_view(*kept)));
  });
}

http::Response send_mail_again(Context& context) {
  JsonBody body(context.request);
  if (auto refusal = body.refusal()) return *refusal;
  if (auto refusal = refuse_mail(context.services, context.request)) return *refusal;
  return change_rights(context, [&]() -> http::Response {
    const auto former = find_mail(context, context.id_in_path("mail_id"));
    if (!former) return former.refusal();
    db::Mail mail = *former;
    if (mail.state == MailState::waiting) {
      mail.next_at = context.services.clock.unix_seconds();
    } else {
      const auto again = written_again(context, mail);
      if (!again) return again.refusal();
      mail = *again;
      mail.id = former->id;
    }
    if (const auto queued = queue(context, mail); !queued) return queued.refusal();
    const auto kept = find_mail(context, mail.id);
    if (!kept) return kept.refusal();
    return note(context, {"mail.sent_again", mail.id, mail.recipient}, json_response(200, mail_view(*kept)));
  });
}

}  // namespace gatehouse::portal::handlers

#include "appliance/portal/letters.h"

#include "appliance/base/secret.h"
#include "appliance/base/text.h"
#include "appliance/portal/context.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

namespace {

constexpr std::int64_t kTriedFor = 3 * 24 * 3600;  // shorter than a link is good
constexpr std::size_t kMessageId = 24;

bool is_local(std::string_view host) {
  const std::string_view name = host.substr(0, host.rfind(':'));
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

db::Mail letter(Services& services, const db::Organization& organization, const db::User& user,
                std::string kind, std::string subject, std::string text) {
  const std::int64_t now = services.clock.unix_seconds();
  db::Mail mail;
  mail.organization = organization.id;
  if (user.id != 0) mail.user = user.id;
  mail.kind = std::move(kind);
  mail.recipient = user.email;
  mail.recipient_name = user.first_name + " " + user.last_name;
  mail.subject = std::move(subject);
  mail.body = "Hello " + user.first_name + ",\n\n" + std::move(text);
  mail.message_id = random_token(kMessageId);
  mail.created_at = mail.next_at = now;
  mail.gives_up_at = now + kTriedFor;
  return mail;
}

// "2026-01-31 12:00 UTC"
std::string moment(std::int64_t at) {
  std::string text = rfc3339(at);
  text.replace(10, 1, " ");
  return text.substr(0, 16) + " UTC";
}

std::string way_in(const db::Organization& organization, const db::User& user, const std::string& host) {
  return "  https://" + host + "/\n  Organization ID: " + organization.login_id +
         "\n  E-mail address: " + user.email + "\n";
}

}  // namespace

std::string host_for_mail(const Services& services, const http::Request& request) {
  if (services.options.mail && !services.options.mail->links.empty()) return services.options.mail->links;
  const auto known = services.needs.servers_for_others();
  if (!known.empty()) return known.front();
  const std::string_view own = request.header("host");
  return is_local(own) ? std::string(own) : std::string();
}

Refusal refuse_mail(const Services& services, const http::Request& request) {
  if (!services.options.mail) {
    return to_response(
        {409, "no_mail",
         "The appliance sends no mail: no server for it is set. Hand the link over yourself."});
  }
  if (!host_for_mail(services, request).empty()) return {};
  return to_response(
      {409, "no_address", "The appliance does not know where a link in mail should lead. Set mail.links."});
}

Found<bool> read_by_mail(const Context& context, JsonBody& body) {
  const bool by_mail = body.has("mail") && body.boolean("mail");
  if (auto refusal = body.refusal()) return *std::move(refusal);
  if (!by_mail) return false;
  if (auto refusal = refuse_mail(context.services, context.request)) return *std::move(refusal);
  return true;
}

Found<db::MailId> queue(Context& context, const db::Mail& mail) {
  context.mail_queued = mail.organization;
  db::MailRepository& mails = context.services.mail;
  if (mail.id == 0) return mails.add(mail);
  const auto again = mails.queue_again(mail);
  return again ? Found(mail.id) : store_failed(again.error());
}

void tell_of_mail(Services& services, db::OrganizationId organization) {
  services.needs.mail_waits();
  services.events.publish(organization, Topic::mail);
}

db::Mail letter_with_link(Services& services, const db::Organization& organization, const db::User& user,
                          const NewLink& link, const std::string& by) {
  const std::string good = "The link works once, until " + moment(link.expires_at) + ":\n\n  " + link.url;
  const std::string then = "\n\nAfter that, sign in here:\n\n" + way_in(organization, user, link.host);
  if (!user.verified_at) {
    return letter(services, organization, user, "welcome",
                  "Welcome to " + organization.name + ": set your password",
                  by + " has made an account for you at " + organization.name +
                      ". Choose your password, which also shows that this address is yours. " + good + then +
                      "\nYou did not expect this? Then do nothing. Nobody can use the account without the "
                      "link.\n");
  }
  const std::string who = by.empty() ? "Somebody, probably you, asked for a new password for your account at "
                                     : by + " sends you a link to set a new password for your account at ";
  return letter(services, organization, user, "password", "Set a new password at " + organization.name,
                who + organization.name + ". " + good + then +
                    "\nYou did not ask for this? Then do nothing, and your password stays as it is.\n");
}

db::Mail letter_of_invitation(Services& services, const db::Organization& organization,
                              const db::Invitation& invitation, const NewLink& link, const std::string& by) {
  db::User invited;
  invited.email = invitation.email;
  invited.first_name = invitation.first_name;
  invited.last_name = invitation.last_name;
  return letter(
      services, organization, invited, "invitation", "Invitation to " + organization.name,
      by + " invites you to " + organization.name + ". Open the link to accept; it works once, until " +
          moment(link.expires_at) + ":\n\n  " + link.url +
          "\n\nYou choose a password there. Do you sign in to another organization on " + link.host +
          " with this address already? Then you may take your account along instead. Nothing of "
          "yours changes before you accept.\n\nAfter that, sign in here:\n\n" +
          way_in(organization, invited, link.host) + "\nYou did not expect this? Then do nothing.\n");
}

db::Mail letter_of_organization(Services& services, const db::Organization& organization,
                                const db::User& user, const std::string& host) {
  return letter(
      services, organization, user, "organization", organization.name + " is set up",
      organization.name + " is set up now. This is where you and everybody whom you add sign in:\n\n" +
          way_in(organization, user, host) + "\nKeep the organization ID: everybody needs it to sign in.\n");
}

db::Mail letter_of_security(Services& services, const db::Organization& organization, const db::User& user,
                            const SecurityNews& news) {
  return letter(
      services, organization, user, "security", std::string(news.subject) + " at " + organization.name,
      std::string(news.deed) + "\n\n  When: " + moment(services.clock.unix_seconds()) + "\n  From: " +
          news.address + "\n  At: " + organization.name + ", organization ID " + organization.login_id +
          "\n\nWas it you? Then there is nothing to do. If not, sign in, change your password and end "
          "all other logins in My Profile, and tell whoever manages " +
          organization.name + ".\n");
}

db::Mail letter_of_approval(Services& services, const db::Organization& organization, const db::User& user,
                            const db::Approval& approval, const std::string& host) {
  return letter(services, organization, user, "approval",
                approval.asked_by_name + " asks to connect to " + approval.client_name,
                approval.asked_by_name +
                    " wants to connect to a machine that needs a second person's word "
                    "for it, at " +
                    organization.name + ".\n\n  Machine: " + approval.client_name +
                    "\n  Reason: " + approval.reason + "\n  For: " + std::to_string(approval.minutes) +
                    " minutes\n\nApprove or decline it here, until " + moment(approval.ends_at) +
                    ":\n\n  https://" + host + "/clients/approvals\n");
}

db::Mail test_letter(Services& services, const db::Organization& organization, const db::User& user) {
  return letter(
      services, organization, user, "test", "Test message of " + organization.name,
      "this is the test message that you asked for. Mail from " + organization.name + " reaches you.\n");
}

}  // namespace gatehouse::portal

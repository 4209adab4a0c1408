// What the appliance writes to people, and how it comes into the queue of mail: inside the transaction of what it tells
// of.
#pragma once
#include <string>
#include <string_view>

#include "appliance/http/server.h"
#include "appliance/portal/account_links.h"
#include "appliance/portal/found.h"
#include "db/approval_repository.h"
#include "db/invitation_repository.h"
#include "db/mail_repository.h"
#include "db/records.h"

namespace gatehouse::portal {

class JsonBody;
struct Context;
struct Services;

// "host:port" of links that others follow: what the settings say, or the appliance knows of itself. A request's own
// idea of it counts only where the appliance listens on this machine alone and the request came to it by that name;
// everybody may write any other into a request. Empty: there is none.
std::string host_for_mail(const Services& services, const http::Request& request);
// No mail can be sent now, and why.
Refusal refuse_mail(const Services& services, const http::Request& request);
// Does what a request makes go out by mail? Its field "mail", read last: refuses what JsonBody::refusal() refuses, too.
Found<bool> read_by_mail(const Context& context, JsonBody& body);
// Puts a letter into the queue, again if it has a number already; once the request is answered and the letter kept, the
// sender hears of it.
Found<db::MailId> queue(Context& context, const db::Mail& mail);
// There is mail of this organization in the store now: what portal.cpp does after a request that queued some.
void tell_of_mail(Services& services, db::OrganizationId organization);

// What a link that sets a password is sent with. `by`: who made it, by name; empty: whoever asked for it at the
// sign-in. Ready for the queue.
db::Mail letter_with_link(Services& services, const db::Organization& organization, const db::User& user,
                          const NewLink& link, const std::string& by);
// With the link of an invitation, by `by`. It is the same whether the address has an account elsewhere here or not.
db::Mail letter_of_invitation(Services& services, const db::Organization& organization,
                              const db::Invitation& invitation, const NewLink& link, const std::string& by);
// Where the organization is and how one signs in, for who set it up.
db::Mail letter_of_organization(Services& services, const db::Organization& organization,
                                const db::User& user, const std::string& host);
// Something was done to how `user` signs in.
struct SecurityNews {
  std::string_view subject, deed;  // "A passkey was added", "A passkey was added to your account."
  std::string address;             // from where
};
db::Mail letter_of_security(Services& services, const db::Organization& organization, const db::User& user,
                            const SecurityNews& news);
// Somebody asks that `user`, or somebody else, approves that they connect to a machine.
db::Mail letter_of_approval(Services& services, const db::Organization& organization, const db::User& user,
                            const db::Approval& approval, const std::string& host);
db::Mail test_letter(Services& services, const db::Organization& organization, const db::User& user);

}  // namespace gatehouse::portal

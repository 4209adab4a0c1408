// What the handlers work with: one of each for the whole portal, made and owned by it. Any thread.
#pragma once
#include <atomic>
#include <mutex>

#include "appliance/auth/api_tokens.h"
#include "appliance/auth/enrolment.h"
#include "appliance/auth/login_service.h"
#include "appliance/auth/passkeys.h"
#include "appliance/auth/second_factor.h"
#include "appliance/auth/sign_in_steps.h"
#include "appliance/auth/throttle.h"
#include "appliance/portal/activity.h"
#include "appliance/portal/assets.h"
#include "appliance/portal/attempt_limit.h"
#include "appliance/portal/context.h"
#include "appliance/portal/downloads.h"
#include "appliance/portal/event_hub.h"
#include "appliance/portal/idempotency.h"
#include "appliance/portal/organization_watch.h"
#include "appliance/portal/portal.h"
#include "appliance/portal/program.h"
#include "appliance/portal/rate_limit.h"
#include "appliance/portal/relay_sources.h"
#include "appliance/portal/retention.h"
#include "appliance/portal/session_book.h"
#include "appliance/portal/webhook_events.h"
#include "db/activity_repository.h"
#include "db/address_entry_repository.h"
#include "db/approval_repository.h"
#include "db/audit_repository.h"
#include "db/billing_repository.h"
#include "db/client_repository.h"
#include "db/group_repository.h"
#include "db/invitation_repository.h"
#include "db/login_repository.h"
#include "db/mail_repository.h"
#include "db/organization_repository.h"
#include "db/permission_set_repository.h"
#include "db/relay_node_repository.h"
#include "db/role_repository.h"
#include "db/session_repository.h"
#include "db/user_repository.h"

namespace gatehouse::portal {

struct Services {
  Services(PortalOptions options, const PortalParts& parts);

  // Is there an owner? Once there is, this never asks the store again.
  Result<bool> is_set_up();
  // Closes what is open under this login (not_permitted), at once.
  void end_live(db::LoginId login);
  // The same for every login that is over by now, whoever ended it; and for the calls and topics of those
  // that go on, as far as a right was taken, or the machine is closed by now.
  void recheck_live();

  Authorities authorities() const;
  void set_authorities(Authorities authorities);

  const PortalOptions options;
  PortalNeeds& needs;
  const Clock& clock;
  db::Database& database;
  credentials::PasswordHasher& hasher;
  const seal::TicketSigner& tickets;
  auth::SetupCode& setup_code;
  const seal::SigningKey& audit_key;
  db::OrganizationRepository organizations;
  db::BillingRepository billing;
  db::UserRepository users;
  db::InvitationRepository invitations;
  db::RoleRepository roles;
  db::PermissionSetRepository permission_sets;
  db::GroupRepository groups;
  db::AddressBookRepository address_books;
  db::AddressEntryRepository address_entries;
  db::AuditRepository audit;
  AttemptLimit attempts_noted;    // at accounts
  AttemptLimit unattended_noted;  // of machines that change it again and again
  db::ClientRepository clients;
  db::ApprovalRepository approvals;
  db::SessionRepository sessions;
  db::RelayNodeRepository relays;
  db::MailRepository mail;
  db::ActivityRepository activity;
  auth::Throttle invitation_letters;                 // by organization and address
  auth::Throttle approval_requests;                  // by account
  auth::Throttle link_requests, link_requests_from;  // by account, by address
  auth::LoginService logins;
  auth::ApiTokens api_tokens;
  RateLimit rate_limit;
  Idempotency idempotency;
  auth::SecondFactor second_factor;
  auth::Passkeys passkeys;
  auth::SignInSteps sign_in_steps;
  db::WebhookRepository webhooks;
  WebhookEvents webhook_events;
  auth::Enrolment enrolment;
  RelaySources relay_sources;
  Assets assets;
  Program program;
  Downloads downloads;
  EventHub events;
  SessionBook book;
  Retention retention;
  ActivityWatch activity_watch;
  OrganizationWatch organization_watch;

 private:
  struct LiveLogin {
    db::OrganizationId organization{};
    db::UserId user = 0;
    db::LoginId login = 0;
    auto operator<=>(const LiveLogin&) const = default;
  };

  // Ends the calls that the machine they are to does not allow any more: it is closed, or their approval is over.
  void recheck_machines();
  // Nothing: the login is over.
  Result<std::optional<policy::Access>> access_now(const LiveLogin& live);

  db::LoginRepository login_rows_;
  std::atomic<bool> set_up_{false};
  mutable std::mutex mutex_;  // guards what follows
  Authorities authorities_;
};

// What a page with this access may hear of.
Topics topics_for(const policy::Access& access);

}  // namespace gatehouse::portal

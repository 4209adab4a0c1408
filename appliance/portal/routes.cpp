#include "appliance/portal/routes.h"

#include "appliance/base/text.h"
#include "appliance/portal/handlers.h"

namespace gatehouse::portal {

namespace {

using Allow = RouteAccess;
using policy::Feature;
using policy::Level;
using policy::Section;

constexpr std::size_t kMaxParameter = 64;

// clang-format off
constexpr Route kRoutes[] = {
  {"GET",    "/healthz",                                    Allow::open(),                                          handlers::get_health},
  {"GET",    "/metrics",                                    Allow::loopback(),                                      handlers::get_metrics},
  {"GET",    "/download/{file}",                            Allow::open(),                                          handlers::download_program},

  {"GET",    "/api/v1/openapi.json",                        Allow::open(),                                          handlers::get_document},
  {"GET",    "/api/v1/state",                               Allow::open(),                                          handlers::get_state},
  {"POST",   "/api/v1/setup/code",                          Allow::setup(),                                         handlers::check_setup_code},
  {"POST",   "/api/v1/setup",                               Allow::setup(),                                         handlers::set_up},
  {"POST",   "/api/v1/login",                               Allow::open(),                                          handlers::log_in},
  {"POST",   "/api/v1/login/code",                          Allow::open(),                                          handlers::log_in_with_code},
  {"POST",   "/api/v1/login/code/passkey/options",          Allow::open(),                                          handlers::begin_passkey_step},
  {"POST",   "/api/v1/login/passkey/options",               Allow::open(),                                          handlers::begin_passkey_sign_in},
  {"POST",   "/api/v1/login/passkey",                       Allow::open(),                                          handlers::log_in_with_passkey},
  {"POST",   "/api/v1/logout",                              Allow::login().to_set_up_factor(),                      handlers::log_out},
  {"GET",    "/api/v1/events",                              Allow::login(),                                         handlers::open_events},
  {"GET",    "/api/v1/dashboard",                           Allow::login().by_token(),                              handlers::get_dashboard},
  {"GET",    "/api/v1/activity",                            Allow::login().by_token(),                              handlers::get_activity},

  {"GET",    "/api/v1/me",                                  Allow::login().by_token().to_set_up_factor(),           handlers::get_me},
  {"POST",   "/api/v1/me/password",                         Allow::section(Section::personal_profile, Level::edit), handlers::change_password},
  {"POST",   "/api/v1/me/confirm",                          Allow::login().to_set_up_factor(),                      handlers::confirm},
  {"POST",   "/api/v1/me/confirm/passkey/options",          Allow::login(),                                         handlers::begin_passkey_confirmation},
  {"GET",    "/api/v1/me/second-factor",                    Allow::section(Section::personal_profile, Level::view).to_set_up_factor(), handlers::get_second_factor},
  {"POST",   "/api/v1/me/second-factor/secret",             Allow::section(Section::personal_profile, Level::edit).confirmed().to_set_up_factor(), handlers::begin_totp_device},
  {"POST",   "/api/v1/me/second-factor/devices",            Allow::section(Section::personal_profile, Level::edit).confirmed().to_set_up_factor(), handlers::add_totp_device},
  {"DELETE", "/api/v1/me/second-factor/devices/{device_id}", Allow::section(Section::personal_profile, Level::edit).confirmed(), handlers::remove_totp_device},
  {"POST",   "/api/v1/me/second-factor/passkeys/options",   Allow::section(Section::personal_profile, Level::edit).confirmed().to_set_up_factor(), handlers::begin_passkey},
  {"POST",   "/api/v1/me/second-factor/passkeys",           Allow::section(Section::personal_profile, Level::edit).confirmed().to_set_up_factor(), handlers::add_passkey},
  {"DELETE", "/api/v1/me/second-factor/passkeys/{passkey_id}", Allow::section(Section::personal_profile, Level::edit).confirmed(), handlers::remove_passkey},
  {"POST",   "/api/v1/me/second-factor/recovery-codes",     Allow::section(Section::personal_profile, Level::edit).confirmed().to_set_up_factor(), handlers::renew_recovery_codes},
  {"GET",    "/api/v1/me/login-history",                    Allow::section(Section::personal_profile, Level::view), handlers::list_login_history},
  {"GET",    "/api/v1/me/logins",                           Allow::section(Section::personal_profile, Level::view), handlers::list_logins},
  {"DELETE", "/api/v1/me/logins",                           Allow::section(Section::personal_profile, Level::edit), handlers::end_other_logins},
  {"DELETE", "/api/v1/me/logins/{login_id}",                Allow::section(Section::personal_profile, Level::edit), handlers::end_login},
  {"GET",    "/api/v1/me/tokens",                           Allow::section(Section::personal_profile, Level::view), handlers::list_own_tokens},
  {"POST",   "/api/v1/me/tokens",                           Allow::section(Section::personal_profile, Level::edit).confirmed(), handlers::create_own_token},
  {"DELETE", "/api/v1/me/tokens/{token_id}",                Allow::section(Section::personal_profile, Level::edit), handlers::revoke_own_token},

  {"GET",    "/api/v1/organization",                        Allow::section(Section::organization, Level::view).licensed(Feature::organization), handlers::get_organization},
  {"PATCH",  "/api/v1/organization",                        Allow::section(Section::organization, Level::edit).confirmed().licensed(Feature::organization), handlers::change_organization},
  {"DELETE", "/api/v1/organization",                        Allow::owner().confirmed(),                             handlers::remove_organization},
  {"GET",    "/api/v1/organizations",                       Allow::appliance_owner(),                               handlers::list_organizations},
  {"POST",   "/api/v1/organizations",                       Allow::appliance_owner().confirmed(),                   handlers::create_organization},
  {"POST",   "/api/v1/organizations/{organization_id}/link", Allow::appliance_owner().confirmed(),                  handlers::renew_founders_link},
  {"PATCH",  "/api/v1/organizations/{organization_id}",     Allow::appliance_owner().confirmed(),                   handlers::change_license},
  {"GET",    "/api/v1/license",                             Allow::section(Section::license, Level::view),          handlers::get_license},
  {"GET",    "/api/v1/team",                                Allow::section(Section::organization, Level::view).licensed(Feature::team), handlers::get_team},
  {"PATCH",  "/api/v1/team",                                Allow::section(Section::organization, Level::edit).licensed(Feature::team), handlers::change_team},
  {"GET",    "/api/v1/user-providers",                      Allow::section(Section::organization, Level::view).licensed(Feature::user_providers), handlers::list_user_providers},
  {"PUT",    "/api/v1/user-providers/active",               Allow::section(Section::organization, Level::edit).in_person().confirmed().licensed(Feature::user_providers), handlers::switch_user_provider},
  {"GET",    "/api/v1/billing",                             Allow::section(Section::invoices, Level::view),         handlers::get_billing},
  {"PATCH",  "/api/v1/billing",                             Allow::section(Section::invoices, Level::edit),         handlers::change_billing},
  {"GET",    "/api/v1/relays",                              Allow::section(Section::organization, Level::view),     handlers::list_relays},
  {"POST",   "/api/v1/relays",                              Allow::section(Section::organization, Level::edit),     handlers::create_relay},
  {"POST",   "/api/v1/relays/{relay_id}/token",             Allow::section(Section::organization, Level::edit),     handlers::renew_relay_token},
  {"DELETE", "/api/v1/relays/{relay_id}",                   Allow::section(Section::organization, Level::edit),     handlers::remove_relay},

  {"GET",    "/api/v1/webhooks",                            Allow::section(Section::organization, Level::view),     handlers::list_webhooks},
  {"POST",   "/api/v1/webhooks",                            Allow::section(Section::organization, Level::edit),     handlers::create_webhook},
  {"GET",    "/api/v1/webhooks/{webhook_id}",               Allow::section(Section::organization, Level::view),     handlers::get_webhook},
  {"PATCH",  "/api/v1/webhooks/{webhook_id}",               Allow::section(Section::organization, Level::edit),     handlers::change_webhook},
  {"DELETE", "/api/v1/webhooks/{webhook_id}",               Allow::section(Section::organization, Level::edit),     handlers::remove_webhook},
  {"POST",   "/api/v1/webhooks/{webhook_id}/secret",        Allow::section(Section::organization, Level::edit),     handlers::renew_webhook_secret},
  {"POST",   "/api/v1/webhooks/{webhook_id}/test",          Allow::section(Section::organization, Level::edit),     handlers::test_webhook},
  {"GET",    "/api/v1/webhooks/{webhook_id}/deliveries",    Allow::section(Section::organization, Level::view),     handlers::list_webhook_deliveries},
  {"POST",   "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/again", Allow::section(Section::organization, Level::edit), handlers::repeat_webhook_delivery},
  {"GET",    "/api/v1/mail",                                Allow::section(Section::organization, Level::view),     handlers::get_mail},
  {"POST",   "/api/v1/mail/test",                           Allow::section(Section::organization, Level::edit),     handlers::send_test_mail},
  {"GET",    "/api/v1/mail/messages",                       Allow::section(Section::organization, Level::view),     handlers::list_mail},
  {"POST",   "/api/v1/mail/messages/{mail_id}/again",       Allow::section(Section::organization, Level::edit).confirmed(), handlers::send_mail_again},

  {"GET",    "/api/v1/clients",                             Allow::section(Section::clients, Level::view),          handlers::list_clients},
  {"GET",    "/api/v1/client-platforms",                    Allow::section(Section::clients, Level::view),          handlers::list_client_platforms},
  {"GET",    "/api/v1/client-tags",                         Allow::section(Section::clients, Level::view),          handlers::list_client_tags},
  {"POST",   "/api/v1/clients/tags",                        Allow::section(Section::clients, Level::edit),          handlers::change_client_tags},
  {"GET",    "/api/v1/clients/{client_id}",                 Allow::section(Section::clients, Level::view),          handlers::get_client},
  {"PATCH",  "/api/v1/clients/{client_id}",                 Allow::section(Section::clients, Level::edit),          handlers::change_client},
  {"DELETE", "/api/v1/clients/{client_id}",                 Allow::section(Section::clients, Level::edit).confirmed(), handlers::remove_client},
  {"POST",   "/api/v1/clients/{client_id}/device-key",      Allow::section(Section::clients, Level::edit).confirmed(), handlers::confirm_device_key},
  {"POST",   "/api/v1/clients/{client_id}/approvals",       Allow::section(Section::clients, Level::view),          handlers::ask_approval},
  {"GET",    "/api/v1/approvals",                           Allow::section(Section::clients, Level::view),          handlers::list_approvals},
  {"GET",    "/api/v1/approvals/{approval_id}",             Allow::section(Section::clients, Level::view),          handlers::get_approval},
  {"DELETE", "/api/v1/approvals/{approval_id}",             Allow::section(Section::clients, Level::view),          handlers::end_approval},
  {"POST",   "/api/v1/approvals/{approval_id}/approve",     Allow::section(Section::clients, Level::edit).in_person().confirmed(), handlers::approve_request},
  {"POST",   "/api/v1/approvals/{approval_id}/decline",     Allow::section(Section::clients, Level::edit).in_person(), handlers::decline_request},
  {"GET",    "/api/v1/enrolment-tokens",                    Allow::section(Section::clients, Level::view),          handlers::list_enrolment_tokens},
  {"POST",   "/api/v1/enrolment-tokens",                    Allow::section(Section::clients, Level::edit),          handlers::create_enrolment_token},
  {"DELETE", "/api/v1/enrolment-tokens/{token_id}",         Allow::section(Section::clients, Level::edit),          handlers::revoke_enrolment_token},
  {"GET",    "/api/v1/program",                             Allow::login().by_token(),                              handlers::get_program},
  {"POST",   "/api/v1/connections",                         Allow::section(Section::clients, Level::view),          handlers::connect},
  {"GET",    "/api/v1/connections/{session_id}/stream",     Allow::section(Section::clients, Level::view).in_person(), handlers::open_stream},

  {"GET",    "/api/v1/sessions",                            Allow::section(Section::sessions, Level::view),         handlers::list_sessions},
  {"GET",    "/api/v1/session-export",                      Allow::section(Section::sessions, Level::view),         handlers::export_sessions},
  {"GET",    "/api/v1/sessions/{session_id}",               Allow::section(Section::sessions, Level::view),         handlers::get_session},
  {"PATCH",  "/api/v1/sessions/{session_id}",               Allow::section(Section::sessions, Level::view),         handlers::change_session},
  {"GET",    "/api/v1/sessions/{session_id}/comments",      Allow::section(Section::sessions, Level::view),         handlers::list_session_comments},
  {"POST",   "/api/v1/sessions/{session_id}/close",         Allow::section(Section::sessions, Level::edit),         handlers::close_session},

  {"POST",   "/api/v1/account-links/request",               Allow::open(),                                          handlers::request_account_link},
  {"POST",   "/api/v1/account-links/check",                 Allow::open(),                                          handlers::check_account_link},
  {"POST",   "/api/v1/account-links/use",                   Allow::open(),                                          handlers::use_account_link},

  {"GET",    "/api/v1/invitations",                         Allow::section(Section::users, Level::view).licensed(Feature::invite_users), handlers::list_invitations},
  {"POST",   "/api/v1/invitations",                         Allow::section(Section::users, Level::edit).licensed(Feature::invite_users), handlers::invite_user},
  {"DELETE", "/api/v1/invitations/{invitation_id}",         Allow::section(Section::users, Level::edit).licensed(Feature::invite_users), handlers::withdraw_invitation},
  {"POST",   "/api/v1/invitations/{invitation_id}/link",    Allow::section(Section::users, Level::edit).licensed(Feature::invite_users), handlers::renew_invitation},
  {"POST",   "/api/v1/invitation-links/check",              Allow::open(),                                          handlers::check_invitation},
  {"POST",   "/api/v1/invitation-links/accept",             Allow::open(),                                          handlers::accept_invitation},
  {"POST",   "/api/v1/invitation-links/join",               Allow::login().confirmed(),                             handlers::join_by_invitation},

  {"GET",    "/api/v1/users",                               Allow::section(Section::users, Level::view),            handlers::list_users},
  {"POST",   "/api/v1/users",                               Allow::section(Section::users, Level::edit).licensed(Feature::create_users), handlers::create_user},
  {"POST",   "/api/v1/users/many",                          Allow::section(Section::users, Level::edit).confirmed().licensed(Feature::create_users), handlers::create_many_users},
  {"GET",    "/api/v1/users/{user_id}",                     Allow::section(Section::users, Level::view),            handlers::get_user},
  {"PATCH",  "/api/v1/users/{user_id}",                     Allow::section(Section::users, Level::edit).confirmed(), handlers::change_user},
  {"DELETE", "/api/v1/users/{user_id}",                     Allow::section(Section::users, Level::edit).confirmed(), handlers::remove_user},
  {"GET",    "/api/v1/users/{user_id}/access",              Allow::section(Section::users, Level::view),            handlers::get_user_access},
  {"POST",   "/api/v1/users/{user_id}/link",                Allow::section(Section::users, Level::edit).confirmed(), handlers::create_account_link},
  {"GET",    "/api/v1/users/{user_id}/tokens",              Allow::section(Section::users, Level::view).in_person(), handlers::list_user_tokens},
  {"DELETE", "/api/v1/users/{user_id}/tokens/{token_id}",   Allow::section(Section::users, Level::edit).in_person(), handlers::revoke_user_token},
  {"DELETE", "/api/v1/users/{user_id}/second-factor",       Allow::section(Section::users, Level::edit).in_person().confirmed(), handlers::reset_second_factor},
  {"PUT",    "/api/v1/users/{user_id}/roles/{role_id}",     Allow::section(Section::users, Level::edit).confirmed().licensed(Feature::user_roles), handlers::give_user_role},
  {"DELETE", "/api/v1/users/{user_id}/roles/{role_id}",     Allow::section(Section::users, Level::edit).licensed(Feature::user_roles), handlers::take_user_role},
  {"PUT",    "/api/v1/users/{user_id}/groups/{group_id}",   Allow::section(Section::users, Level::edit).confirmed().licensed(Feature::groups), handlers::set_member},
  {"DELETE", "/api/v1/users/{user_id}/groups/{group_id}",   Allow::section(Section::users, Level::edit).licensed(Feature::groups), handlers::remove_member},

  {"GET",    "/api/v1/roles",                               Allow::section(Section::roles, Level::view),            handlers::list_roles},
  {"POST",   "/api/v1/roles",                               Allow::section(Section::roles, Level::edit).licensed(Feature::roles), handlers::create_role},
  {"GET",    "/api/v1/roles/{role_id}",                     Allow::section(Section::roles, Level::view),            handlers::get_role},
  {"PATCH",  "/api/v1/roles/{role_id}",                     Allow::section(Section::roles, Level::edit).confirmed().licensed(Feature::roles), handlers::change_role},
  {"DELETE", "/api/v1/roles/{role_id}",                     Allow::section(Section::roles, Level::edit).confirmed().licensed(Feature::roles), handlers::remove_role},

  {"GET",    "/api/v1/permission-sets",                     Allow::section(Section::permission_sets, Level::view).licensed(Feature::permission_sets), handlers::list_permission_sets},
  {"POST",   "/api/v1/permission-sets",                     Allow::section(Section::permission_sets, Level::edit).confirmed().licensed(Feature::permission_sets), handlers::create_permission_set},
  {"GET",    "/api/v1/permission-sets/{permission_set_id}", Allow::section(Section::permission_sets, Level::view).licensed(Feature::permission_sets), handlers::get_permission_set},
  {"PATCH",  "/api/v1/permission-sets/{permission_set_id}", Allow::section(Section::permission_sets, Level::edit).confirmed().licensed(Feature::permission_sets), handlers::change_permission_set},
  {"DELETE", "/api/v1/permission-sets/{permission_set_id}", Allow::section(Section::permission_sets, Level::edit).confirmed().licensed(Feature::permission_sets), handlers::remove_permission_set},

  {"GET",    "/api/v1/groups",                              Allow::section(Section::groups, Level::view).licensed(Feature::groups), handlers::list_groups},
  {"POST",   "/api/v1/groups",                              Allow::section(Section::groups, Level::edit).licensed(Feature::groups), handlers::create_group},
  {"GET",    "/api/v1/groups/{group_id}",                   Allow::section(Section::groups, Level::view).licensed(Feature::groups), handlers::get_group},
  {"PATCH",  "/api/v1/groups/{group_id}",                   Allow::section(Section::groups, Level::edit).licensed(Feature::groups), handlers::change_group},
  {"DELETE", "/api/v1/groups/{group_id}",                   Allow::section(Section::groups, Level::edit).confirmed().licensed(Feature::groups), handlers::remove_group},
  {"PUT",    "/api/v1/groups/{group_id}/roles/{role_id}",   Allow::section(Section::groups, Level::edit).confirmed().licensed(Feature::groups), handlers::give_group_role},
  {"DELETE", "/api/v1/groups/{group_id}/roles/{role_id}",   Allow::section(Section::groups, Level::edit).licensed(Feature::groups), handlers::take_group_role},
  {"PUT",    "/api/v1/groups/{group_id}/members/{user_id}", Allow::section(Section::groups, Level::edit).confirmed().licensed(Feature::groups), handlers::set_member},
  {"DELETE", "/api/v1/groups/{group_id}/members/{user_id}", Allow::section(Section::groups, Level::edit).licensed(Feature::groups), handlers::remove_member},

  {"GET",    "/api/v1/address-books",                       Allow::section(Section::address_books, Level::view),    handlers::list_address_books},
  {"POST",   "/api/v1/address-books",                       Allow::section(Section::address_books, Level::edit),    handlers::create_address_book},
  {"GET",    "/api/v1/address-books/{book_id}",             Allow::section(Section::address_books, Level::view),    handlers::get_address_book},
  {"PATCH",  "/api/v1/address-books/{book_id}",             Allow::section(Section::address_books, Level::edit),    handlers::change_address_book},
  {"DELETE", "/api/v1/address-books/{book_id}",             Allow::section(Section::address_books, Level::edit).confirmed(), handlers::remove_address_book},
  {"GET",    "/api/v1/address-books/{book_id}/entries",     Allow::section(Section::address_books, Level::view),    handlers::list_address_entries},
  {"POST",   "/api/v1/address-books/{book_id}/entries",     Allow::section(Section::address_books, Level::edit),    handlers::create_address_entry},
  {"GET",    "/api/v1/address-books/{book_id}/entries/{entry_id}", Allow::section(Section::address_books, Level::view), handlers::get_address_entry},
  {"PATCH",  "/api/v1/address-books/{book_id}/entries/{entry_id}", Allow::section(Section::address_books, Level::edit), handlers::change_address_entry},
  {"DELETE", "/api/v1/address-books/{book_id}/entries/{entry_id}", Allow::section(Section::address_books, Level::edit), handlers::remove_address_entry},
  {"GET",    "/api/v1/address-books/{book_id}/tags",        Allow::section(Section::address_books, Level::view),    handlers::list_address_tags},
  {"POST",   "/api/v1/address-books/{book_id}/import",      Allow::section(Section::address_books, Level::edit),    handlers::import_address_entries},
  {"GET",    "/api/v1/address-books/{book_id}/export",      Allow::section(Section::address_books, Level::view),    handlers::export_address_entries},
  {"GET",    "/api/v1/me/address-book",                     Allow::section(Section::personal_profile, Level::view), handlers::get_personal_book},
  {"GET",    "/api/v1/me/address-book/entries",             Allow::section(Section::personal_profile, Level::view), handlers::list_address_entries},
  {"POST",   "/api/v1/me/address-book/entries",             Allow::section(Section::personal_profile, Level::edit), handlers::create_address_entry},
  {"GET",    "/api/v1/me/address-book/entries/{entry_id}",  Allow::section(Section::personal_profile, Level::view), handlers::get_address_entry},
  {"PATCH",  "/api/v1/me/address-book/entries/{entry_id}",  Allow::section(Section::personal_profile, Level::edit), handlers::change_address_entry},
  {"DELETE", "/api/v1/me/address-book/entries/{entry_id}",  Allow::section(Section::personal_profile, Level::edit), handlers::remove_address_entry},
  {"GET",    "/api/v1/me/address-book/tags",                Allow::section(Section::personal_profile, Level::view), handlers::list_address_tags},
  {"POST",   "/api/v1/me/address-book/import",              Allow::section(Section::personal_profile, Level::edit), handlers::import_address_entries},
  {"GET",    "/api/v1/me/address-book/export",              Allow::section(Section::personal_profile, Level::view), handlers::export_address_entries},

  {"GET",    "/api/v1/audit",                               Allow::section(Section::roles, Level::view),            handlers::list_audit},
  {"GET",    "/api/v1/audit-key",                           Allow::section(Section::roles, Level::view),            handlers::get_audit_key},
  {"GET",    "/api/v1/audit-export",                        Allow::section(Section::roles, Level::view),            handlers::export_audit},
};
// clang-format on

bool is_placeholder(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

std::optional<PathParameters> parameters_of(std::string_view pattern,
                                            const std::vector<std::string>& segments) {
  const auto wanted = split(pattern, '/');
  if (wanted.size() != segments.size()) return {};
  PathParameters parameters;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (is_placeholder(wanted[i])) {
      if (segments[i].empty() || segments[i].size() > kMaxParameter) return {};
      parameters.emplace(wanted[i].substr(1, wanted[i].size() - 2), segments[i]);
    } else if (wanted[i] != segments[i]) {
      return {};
    }
  }
  return parameters;
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

Match match(std::string_view method, std::string_view path) {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  const auto segments = split(path, '/');
  Match result;
  for (const Route& route : kRoutes) {
    auto parameters = parameters_of(route.pattern, segments);
    if (!parameters) continue;
    result.on_path.push_back(&route);
    if (route.method != wanted) continue;
    result.route = &route;
    result.parameters = std::move(*parameters);
  }
  return result;
}

}  // namespace gatehouse::portal

// One function a route, by section. The route's right was checked before; what a handler still checks is its
// input and whether the thing asked for is there, in the caller's organization.
#pragma once
#include <variant>

#include "appliance/http/server.h"
#include "appliance/portal/context.h"

namespace gatehouse::portal::handlers {

// service.cpp
http::Response get_health(Context& context);
http::Response get_metrics(Context& context);
http::Response get_document(Context& context);
http::Response get_state(Context& context);

// program.cpp
http::Response get_program(Context& context);
http::Response download_program(Context& context);

// setup.cpp
http::Response check_setup_code(Context& context);
http::Response set_up(Context& context);

// many_users.cpp
http::Response create_many_users(Context& context);

// mail.cpp
http::Response get_mail(Context& context);
http::Response list_mail(Context& context);
http::Response send_test_mail(Context& context);
http::Response send_mail_again(Context& context);

// forgotten_passwords.cpp
http::Response request_account_link(Context& context);

// login.cpp
http::Response log_in(Context& context);
http::Response log_out(Context& context);

// second_step.cpp
http::Response log_in_with_code(Context& context);
http::Response begin_passkey_step(Context& context);

// passkey_sign_in.cpp
http::Response begin_passkey_sign_in(Context& context);
http::Response log_in_with_passkey(Context& context);

// login_history.cpp
http::Response list_login_history(Context& context);

// me.cpp
http::Response get_me(Context& context);
http::Response change_password(Context& context);
http::Response list_logins(Context& context);
http::Response end_other_logins(Context& context);
http::Response end_login(Context& context);

// api_tokens.cpp
http::Response list_own_tokens(Context& context);
http::Response create_own_token(Context& context);
http::Response revoke_own_token(Context& context);
http::Response list_user_tokens(Context& context);
http::Response revoke_user_token(Context& context);

// confirm.cpp
http::Response confirm(Context& context);
http::Response begin_passkey_confirmation(Context& context);

// second_factor.cpp
http::Response get_second_factor(Context& context);
http::Response begin_totp_device(Context& context);
http::Response add_totp_device(Context& context);
http::Response remove_totp_device(Context& context);
http::Response renew_recovery_codes(Context& context);
http::Response reset_second_factor(Context& context);

// passkeys.cpp
http::Response begin_passkey(Context& context);
http::Response add_passkey(Context& context);
http::Response remove_passkey(Context& context);

// roles.cpp
http::Response list_roles(Context& context);
http::Response get_role(Context& context);
http::Response create_role(Context& context);
http::Response change_role(Context& context);
http::Response remove_role(Context& context);

// permission_sets.cpp
http::Response list_permission_sets(Context& context);
http::Response get_permission_set(Context& context);
http::Response create_permission_set(Context& context);
http::Response change_permission_set(Context& context);
http::Response remove_permission_set(Context& context);

// groups.cpp
http::Response list_groups(Context& context);
http::Response get_group(Context& context);
http::Response create_group(Context& context);
http::Response change_group(Context& context);
http::Response remove_group(Context& context);
http::Response give_group_role(Context& context);
http::Response take_group_role(Context& context);
http::Response set_member(Context& context);
http::Response remove_member(Context& context);

// users.cpp
http::Response list_users(Context& context);
http::Response get_user(Context& context);
http::Response get_user_access(Context& context);

// user_changes.cpp
http::Response create_user(Context& context);
http::Response change_user(Context& context);
http::Response remove_user(Context& context);
http::Response give_user_role(Context& context);
http::Response take_user_role(Context& context);

// account_links.cpp
http::Response create_account_link(Context& context);
http::Response check_account_link(Context& context);
http::Response use_account_link(Context& context);

// invitations.cpp
http::Response list_invitations(Context& context);
http::Response invite_user(Context& context);
http::Response renew_invitation(Context& context);
http::Response withdraw_invitation(Context& context);

// invitation_links.cpp
http::Response check_invitation(Context& context);
http::Response accept_invitation(Context& context);
http::Response join_by_invitation(Context& context);

// address_books.cpp
http::Response list_address_books(Context& context);
http::Response get_address_book(Context& context);
http::Response get_personal_book(Context& context);
http::Response create_address_book(Context& context);
http::Response change_address_book(Context& context);
http::Response remove_address_book(Context& context);

// address_entries.cpp: of a shared book, and of one's own
http::Response list_address_entries(Context& context);
http::Response list_address_tags(Context& context);
http::Response get_address_entry(Context& context);
http::Response create_address_entry(Context& context);
http::Response change_address_entry(Context& context);
http::Response remove_address_entry(Context& context);

// address_import.cpp
http::Response import_address_entries(Context& context);
http::Response export_address_entries(Context& context);

// audit.cpp
http::Response list_audit(Context& context);
http::Response get_audit_key(Context& context);

// audit_export.cpp
http::Response export_audit(Context& context);

// dashboard.cpp
http::Response get_activity(Context& context);
http::Response get_dashboard(Context& context);

// client_list.cpp
http::Response list_clients(Context& context);
http::Response list_client_platforms(Context& context);

// clients.cpp
http::Response get_client(Context& context);
http::Response remove_client(Context& context);
http::Response confirm_device_key(Context& context);
http::Response list_approvals(Context& context);
http::Response get_approval(Context& context);
http::Response ask_approval(Context& context);
http::Response approve_request(Context& context);
http::Response decline_request(Context& context);
http::Response end_approval(Context& context);

// client_changes.cpp
http::Response change_client(Context& context);

// client_tags.cpp
http::Response list_client_tags(Context& context);
http::Response change_client_tags(Context& context);

// organization.cpp
http::Response get_organization(Context& context);
http::Response change_organization(Context& context);

http::Response remove_organization(Context& context);

// organizations.cpp
http::Response list_organizations(Context& context);
http::Response create_organization(Context& context);
http::Response renew_founders_link(Context& context);
http::Response change_license(Context& context);

// user_providers.cpp
http::Response list_user_providers(Context& context);
http::Response switch_user_provider(Context& context);

// license.cpp
http::Response get_license(Context& context);

// team.cpp
http::Response get_team(Context& context);
http::Response change_team(Context& context);

// billing.cpp
http::Response get_billing(Context& context);
http::Response change_billing(Context& context);

// webhooks.cpp
http::Response list_webhooks(Context& context);
http::Response get_webhook(Context& context);
http::Response create_webhook(Context& context);
http::Response change_webhook(Context& context);
http::Response remove_webhook(Context& context);
http::Response renew_webhook_secret(Context& context);
http::Response test_webhook(Context& context);
http::Response list_webhook_deliveries(Context& context);
http::Response repeat_webhook_delivery(Context& context);

// relays.cpp
http::Response list_relays(Context& context);
http::Response create_relay(Context& context);
http::Response renew_relay_token(Context& context);
http::Response remove_relay(Context& context);

// enrolment_tokens.cpp
http::Response list_enrolment_tokens(Context& context);
http::Response create_enrolment_token(Context& context);
http::Response revoke_enrolment_token(Context& context);

// sessions.cpp
http::Response list_sessions(Context& context);
http::Response get_session(Context& context);
http::Response change_session(Context& context);
http::Response list_session_comments(Context& context);
http::Response close_session(Context& context);

// session_export.cpp
http::Response export_sessions(Context& context);

// connections.cpp
http::Response connect(Context& context);
std::variant<http::Response, http::WebSocketAccept> open_stream(Context& context);

// events.cpp
std::variant<http::Response, http::WebSocketAccept> open_events(Context& context);

}  // namespace gatehouse::portal::handlers

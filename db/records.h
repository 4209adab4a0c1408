// What the repositories give and take: plain values. Times are seconds since 1970, UTC.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::db {

// A type of its own, so that an organization is never mistaken for one of the other numbers beside it.
enum class OrganizationId : std::int64_t {};
using UserId = std::int64_t;
using LoginId = std::int64_t;
using ClientId = std::int64_t;
using SessionId = std::int64_t;
using ApprovalId = std::int64_t;
using EnrolmentTokenId = std::int64_t;
using RelayNodeId = std::int64_t;
using TotpDeviceId = std::int64_t;
using PasskeyId = std::int64_t;

struct Organization {
  OrganizationId id{};
  std::string login_id;  // what people type to sign in
  std::string name;
  std::int64_t created_at = 0;
  std::optional<std::string> space;                                 // its own namespace of aliases
  bool automatic_alias = false;                                     // a machine that joins gets an alias
  bool reason_required = false;                                     // who connects has to say why
  std::optional<std::int64_t> keep_sessions_days, keep_audit_days;  // none: for ever
  bool appliance = false;                                           // the appliance's own, which stays
  std::string license = "ultimate";                                 // its tier (policy/license.h)
  std::string description = {};                                     // a team's
  std::string user_provider = "admin";                              // policy/user_provider.h
};

// An organization as those see it who are none of its people.
struct OrganizationSize {
  Organization organization;
  std::int64_t users = 0, clients = 0;
  bool waits_for_owner = false;  // nobody in it has set a password yet
};

struct User {
  UserId id = 0;
  OrganizationId organization{};
  std::string email;  // as it was typed; compared without regard to (ASCII) case
  std::string first_name, last_name;
  // How machines' access lists know them (policy/access_list.h): an ID for life, and the local part of an alias.
  std::int64_t address_id = 0;
  std::string handle = {};
  std::string password_hash = {};  // encoded Argon2id; empty: none was set yet
  bool disabled = false;
  std::int64_t created_at = 0;
  std::optional<std::int64_t> expires_at = {};  // the account ends then
  std::optional<std::int64_t> verified_at =
      {};  // none: the address was not shown to be theirs, nobody signs in
  std::int64_t version = 1;
  bool second_factor = false;  // has something to show beside the password; given, not taken

  bool counts_at(std::int64_t now) const { return !disabled && !(expires_at && *expires_at <= now); }
  bool may_sign_in_at(std::int64_t now) const { return counts_at(now) && verified_at; }
};

// One place where a user is signed in to the portal.
struct Login {
  LoginId id = 0;
  OrganizationId organization{};
  UserId user = 0;
  std::string csrf_token;
  std::string address, user_agent;
  std::int64_t created_at = 0, last_seen_at = 0, expires_at = 0;
  std::int64_t confirmed_at = 0;  // when somebody last showed, in this login, who they are
};

// What a machine says about itself: text from outside, to be shown as text only.
struct ClientFacts {
  std::string name, platform, os, version, user, capture;
  int width = 0, height = 0;
};

struct Client {
  ClientId id = 0;  // nine or ten digits
  OrganizationId organization{};
  std::optional<std::string> alias;
  std::string link_key;
  // Of the sealed channel, base64url. None before it was online for the first time; `offered` is another one it
  // came with since, which nobody has confirmed.
  std::optional<std::string> device_key, offered_device_key;
  ClientFacts facts;
  std::string comment;             // of people
  std::vector<std::string> tags;   // of people; each once, whatever its (ASCII) case
  std::string opening_hours;       // policy/business_hours.h; empty: always
  bool approval_required = false;  // who connects needs a second person's word for it
  bool unattended = false;         // one may come in with nobody asked, as the machine says
  bool this_machine = false;
  bool portable = false;  // its agent is not installed; such a one never has an alias
  // Another machine that came with this one's certificate while this one was online, and was refused.
  struct Clone {
    std::string name, address;
    std::int64_t seen_at = 0;
  };
  std::optional<Clone> clone;
  // Somebody at the machine asks for help.
  struct Help {
    std::int64_t requested_at = 0;
    std::string words;  // may be empty
  };
  std::optional<Help> help;
  std::int64_t created_at = 0;
  std::optional<std::int64_t> last_seen_at;
  int active_sessions = 0;  // not ended yet
};

// How many things have a tag.
struct TagCount {
  std::string tag;
  std::int64_t things = 0;
};

// A relay that runs elsewhere, as a process of its own.
struct RelayNode {
  RelayNodeId id = 0;
  OrganizationId organization{};
  std::string name;
  std::string address;  // "host:port", under which agents and browsers reach it
  std::optional<std::int64_t>
      token_expires_at;                 // while a token waits to be used, also when it is too old by now
  std::optional<std::string> link_key;  // SHA-256 in hex of its certificate's key; none: it never joined
  std::string version;                  // what it said last; empty: nothing yet
  std::int64_t created_at = 0;
  std::optional<std::int64_t> last_seen_at;
};

enum class SessionState { requested, open, ended };
// "requested", "open", "ended": as stored and as the API says it.
std::string_view session_state_name(SessionState state);

// A remote session.
struct Session {
  SessionId id = 0;
  OrganizationId organization{};
  ClientId client = 0;
  std::string client_name;
  std::optional<UserId> user;  // none: the account is deleted
  std::string user_name;
  std::string viewer_address;
  std::string direct_from;  // the viewer's address at the machine, when they met without the appliance
  std::string relay;        // the name of the relay that carried it; empty: the appliance, or none
  std::uint32_t permissions = 0;
  SessionState state = SessionState::requested;
  std::int64_t started_at = 0;
  std::optional<std::int64_t> ended_at;
  std::int64_t bytes_to_viewer = 0, bytes_to_client = 0;
  std::uint8_t close_reason = 0;       // the number of wire::CloseReason
  std::string reason;                  // why it was begun, as its viewer said
  std::string comment;                 // the newest; lines of text
  std::int64_t version = 1;            // of the comment
  std::string authorized_by;           // portal/session_rights.h; empty: not recorded
  std::string token_name;              // of the API token that asked, as it was
  std::string roles;                   // that gave the right, as they were: JSON; empty: not recorded
  std::optional<ApprovalId> approval;  // by which it was; none: none was wanted
  std::string approved_by;             // whose that was
  // What the machine let the viewer do at any time, and by which of its permission profiles. Nothing: it has not said.
  std::optional<std::uint32_t> granted;
  std::string profile;
  bool elevated = false;  // its viewer acted as the machine's administrator, at any time
};

// A comment that a session has, or had.
struct SessionComment {
  std::int64_t at = 0;
  std::optional<UserId> author_id;  // none: the account is deleted
  std::string author;
  std::string comment;
};

}  // namespace gatehouse::db

// Whom a machine lets ask at all (its access list): everybody, or who is on a list of addresses, each perhaps until a time.
//
//   123 456 789             an ID
//   tom@acme                an alias; `*` stands for any characters of the local part and `?` for one: service-?@acme
//   *@acme, or just @acme   everybody of a namespace
//
// Compared as addresses are (policy/address.h), and the namespace always whole: *@acme is neither x@acme.evil nor x@myacme.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatehouse::policy {

// Who asks, as the appliance vouches for it; never what somebody says of themself.
struct Requester {
  std::int64_t id = 0;
  std::string alias;  // empty: none
};

struct AccessEntry {
  std::variant<std::int64_t, std::string> who;  // an ID, or an alias in which * and ? may stand
  std::optional<std::int64_t> until = {};       // seconds since 1970, the first at which it is good no more

  bool operator==(const AccessEntry&) const = default;
};

// Spaces around it are forgiven; nothing: it is no entry. "@acme" becomes "*@acme".
std::optional<AccessEntry> parse_access_entry(std::string_view typed);
// As it can be read again, without its end: "123456789", "*@acme".
std::string to_text(const AccessEntry& entry);

class AccessList {
 public:
  static constexpr std::size_t kMostEntries = 500;

  // Everybody may ask.
  AccessList() = default;
  // Only who is meant by one of these.
  explicit AccessList(std::vector<AccessEntry> entries) : on_(true), entries_(std::move(entries)) {}

  bool is_on() const { return on_; }
  bool admits(const Requester& who, std::int64_t now) const;

 private:
  bool on_ = false;
  std::vector<AccessEntry> entries_;
};

}  // namespace gatehouse::policy

// The permission profiles of a machine: what viewers may do there, in an order that counts. They are this machine's own
// (agent.data/profiles.json): no viewer and no portal can read or change them. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/policy/permissions.h"

namespace gatehouse::agent {

struct Profile {
  std::string name;  // one line of text, no two alike in any case of letters
  bool enabled = true;
  // Who is let in without a password gets the first of these. Others are good by their password only.
  bool attended = true;
  policy::Permissions permissions;
  std::vector<std::string> unknown;  // permissions of another version: kept, and never granted
  std::string password;              // an Argon2id hash in its encoded form; empty: none

  // A viewer who knows its password comes in with nobody asked.
  bool is_unattended() const { return enabled && !password.empty(); }
};

class Profiles {
 public:
  static constexpr std::size_t kNameCap = 64;  // bytes, as in GRANTS
  static constexpr std::size_t kMost = 32;
  static constexpr std::size_t kTextCap = 256 * 1024;

  // What a machine begins with; all of them may be removed.
  static Profiles presets();
  // The error says what is wrong with it, as the end of a sentence.
  static Result<Profiles> parse(std::string_view text);
  std::string text() const;

  const std::vector<Profile>& all() const { return all_; }
  const Profile* find(std::string_view name) const;
  Profile* find(std::string_view name);
  // By which viewers come in whom a person lets in, or whom nobody has to ask. Nothing: nobody comes in that way.
  const Profile* attended() const;
  bool is_unattended() const;

  // Errors: the name is none, or taken; there are too many.
  Result<void> add(Profile profile);
  bool remove(std::string_view name);
  // Before all others.
  bool put_first(std::string_view name);

 private:
  std::vector<Profile> all_;
};

}  // namespace gatehouse::agent

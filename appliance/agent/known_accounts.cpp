#include "appliance/agent/known_accounts.h"

#include <algorithm>

#include "appliance/base/bytes.h"
#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {
namespace {

constexpr std::size_t kTextCap = 512;
constexpr std::size_t kFileCap = KnownAccounts::kMost * 2 * kTextCap;

// One word whatever the names are made of. Nothing: longer than any that a portal takes.
std::string key_of(const std::string& account, const std::string& organization) {
  if (account.empty() || account.size() + organization.size() > kTextCap) return "";
  return base64url(account) + "." + base64url(organization);
}

}  // namespace

KnownAccounts::KnownAccounts(std::string path) : path_(std::move(path)) {
  if (!file_exists(path_)) return;
  const auto text = read_file(path_, kFileCap);
  if (!text) {
    log::warning("agent", "who was accepted before is not known: " + text.error().message);
    return;
  }
  for (std::string& line : split(*text, '\n'))
    if (!line.empty()) keys_.push_back(std::move(line));
  while (keys_.size() > kMost) keys_.pop_front();
}

bool KnownAccounts::has(const std::string& account, const std::string& organization) const {
  const std::string key = key_of(account, organization);
  return !key.empty() && std::ranges::find(keys_, key) != keys_.end();
}

void KnownAccounts::remember(const std::string& account, const std::string& organization) {
  const std::string key = key_of(account, organization);
  if (key.empty() || (!keys_.empty() && keys_.back() == key)) return;
  std::erase(keys_, key);
  keys_.push_back(key);
  if (keys_.size() > kMost) keys_.pop_front();
  std::string text;
  for (const std::string& one : keys_) text += one + "\n";
  if (auto kept = write_file_atomically(path_, text, 0600); !kept)
    log::warning("agent", "who was accepted is not kept: " + kept.error().message);
}

}  // namespace gatehouse::agent

#include "appliance/agent/consent_prompt.h"

#include <algorithm>

#include "appliance/base/text.h"

namespace gatehouse::agent {
namespace {

// "sam@acme, 123 456 789": what an access list would name.
std::string identity_words(const policy::Requester& who) {
  const std::string id = who.id > 0 ? grouped(std::to_string(who.id)) : "";
  return who.alias + (who.alias.empty() || id.empty() ? "" : ", ") + id;
}

}  // namespace

window::Message shown(const ConsentPrompt& prompt, bool is_known, std::chrono::steady_clock::time_point now) {
  const Visitor& visitor = prompt.visitor;
  const auto left = std::chrono::round<std::chrono::seconds>(prompt.until - now);
  const auto seconds = static_cast<std::uint16_t>(std::clamp<std::int64_t>(left.count(), 0, UINT16_MAX));
  if (prompt.elevation) {
    window::AskElevation ask;
    ask.call = visitor.call;
    ask.name = visitor.name;
    ask.account = visitor.account;
    ask.question = *prompt.elevation;
    ask.seconds = seconds;
    return ask;
  }
  window::Ask ask;
  ask.call = visitor.call;
  ask.name = visitor.name;
  ask.account = visitor.account;
  ask.identity = identity_words(visitor.who);
  ask.address = visitor.address;
  ask.organization = visitor.organization;
  ask.reason = visitor.reason;
  ask.offered = visitor.offered;
  ask.first_contact = !is_known;
  ask.seconds = seconds;
  return ask;
}

}  // namespace gatehouse::agent

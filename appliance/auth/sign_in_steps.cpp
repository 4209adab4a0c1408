#include "appliance/auth/sign_in_steps.h"

#include <algorithm>

#include "appliance/auth/token.h"
#include "appliance/base/address.h"

namespace gatehouse::auth {

Secret SignInSteps::begin(const db::User& user, const std::string& address) {
  Token token = new_token();
  const std::lock_guard lock(mutex_);
  add({user, token.hash, address_key(address), clock_.steady() + kGoodFor});
  return std::move(token.text);
}

std::optional<SignInSteps::Step> SignInSteps::take(std::string_view token, const std::string& address) {
  const std::string hash = hash_token(token);
  const std::lock_guard lock(mutex_);
  steps_.remove_if([now = clock_.steady()](const Step& step) { return step.ends <= now; });
  const auto found =
      std::find_if(steps_.begin(), steps_.end(), [&](const Step& step) { return step.token_hash == hash; });
  if (found == steps_.end()) return std::nullopt;
  Step step = std::move(*found);
  steps_.erase(found);
  if (step.address != address_key(address)) return std::nullopt;
  return step;
}

void SignInSteps::put_back(Step step) {
  if (step.tries >= kMostTries) return;
  const std::lock_guard lock(mutex_);
  add(std::move(step));
}

void SignInSteps::add(Step step) {
  if (steps_.size() >= kMostAtOnce) steps_.pop_back();
  steps_.push_front(std::move(step));
}

}  // namespace gatehouse::auth

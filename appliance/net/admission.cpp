#include "appliance/net/admission.h"

namespace gatehouse::net {

Admission::Ticket Admission::enter(const std::string& key) {
  ++open_;
  ++by_key_[key];
  return {this, [self = shared_from_this(), key](void*) { self->leave(key); }};
}

void Admission::leave(const std::string& key) {
  --open_;
  const auto found = by_key_.find(key);
  if (--found->second == 0) by_key_.erase(found);
}

int Admission::open_from(const std::string& key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? 0 : found->second;
}

}  // namespace gatehouse::net

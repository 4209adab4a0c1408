#include "appliance/net/admission.h"

namespace gatehouse::net {

Admission::Ticket Admission::enter(const std::string& ip) {
  ++open_;
  ++by_address_[ip];
  return {this, [self = shared_from_this(), ip](void*) { self->leave(ip); }};
}

void Admission::leave(const std::string& ip) {
  --open_;
  const auto found = by_address_.find(ip);
  if (--found->second == 0) by_address_.erase(found);
}

int Admission::open_from(const std::string& ip) const {
  const auto found = by_address_.find(ip);
  return found == by_address_.end() ? 0 : found->second;
}

}  // namespace gatehouse::net

// Which hosts a request may be for. A name that is not the appliance's own can be made to point at it by
// whoever owns that name (DNS rebinding), and then a page from there would count as one of ours. An IP
// address can't: the browser that names it went to it. Also behind port forwarding, where it is none of ours.
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::net {

class RequestHosts {
 public:
  // DNS names, as in certificates: "*.example.org" stands for one label. localhost needs no mention.
  explicit RequestHosts(const std::vector<std::string>& names);
  // `host` as in the field Host: with or without a port, IPv6 addresses in brackets.
  bool has(std::string_view host) const;

 private:
  std::set<std::string> names_;
};

}  // namespace gatehouse::net

#include "appliance/net/certificates.h"

#include "tests/unit/net/net_support.h"

namespace gatehouse::certificates_test {
using namespace net_support;

TEST_CASE("certificates say what was ordered", "[net]") {
  const auto authority = *net::new_authority("Müller, Söhne + Co", kNow, 3650);
  const auto facts = *net::describe(authority.certificate_pem);
  CHECK(facts.subject == "Müller, Söhne + Co");
  CHECK(facts.issuer == facts.subject);
  CHECK(facts.not_before == kNow - 86400);
  CHECK(facts.not_after == kNow + 3650LL * 86400);
  const auto server = *net::describe(
      net::issue_server(authority, {"box.example", "10.0.0.7", "fd00::7"}, kNow, 5000)->certificate_pem);
  const auto later = *net::describe(net::new_authority("Later", kNow, 36500)->certificate_pem);
  CHECK(later.not_after == kNow + 36500LL * 86400);
  CHECK(server.issuer == facts.subject);
  CHECK(server.names == std::vector<std::string>{"box.example", "10.0.0.7", "fd00::7"});
  CHECK(server.not_after == kNow + 396LL * 86400);
  CHECK_FALSE(net::issue_server(authority, {}, kNow, 30));
}

TEST_CASE("a device gets a certificate for its own key under the name the issuer chose", "[net]") {
  const std::string key = net::new_key_pem();
  const std::string request = *net::new_request(key);
  const auto certificate = *net::issue_device(authorities().device, request, "42", kNow, 30);
  CHECK(net::describe(certificate)->subject == "42");
  CHECK(net::describe(certificate)->names.empty());
  CHECK(net::fingerprint(certificate)->size() == 64);
  const auto again = *net::issue_device(authorities().device, request, "42", kNow, 30);
  CHECK(*net::fingerprint(again) != *net::fingerprint(certificate));  // another serial number
  CHECK(*net::key_fingerprint(again) == *net::key_fingerprint(certificate));
  CHECK(*net::request_key_fingerprint(request) == *net::key_fingerprint(certificate));
  CHECK(net::check_pair(key, certificate));
  CHECK_FALSE(net::check_pair(net::new_key_pem(), certificate));
}

TEST_CASE("a request that was tampered with is refused", "[net]") {
  const std::string request = *net::new_request(net::new_key_pem());
  std::string tampered = request;
  const auto at = tampered.rfind("=\n-----END") == tampered.npos ? tampered.rfind("\n-----END") - 8
                                                                 : tampered.rfind("=\n-----END") - 8;
  tampered[at] = tampered[at] == 'A' ? 'B' : 'A';
  CHECK_FALSE(net::issue_device(authorities().device, tampered, "42", kNow, 30));
  CHECK_FALSE(net::issue_device(authorities().device, "", "42", kNow, 30));
  CHECK_FALSE(
      net::issue_device(authorities().device, "-----BEGIN CERTIFICATE REQUEST-----\n", "42", kNow, 30));
}

TEST_CASE("this host has names", "[net]") {
  const auto names = net::host_names();
  for (const char* always : {"localhost", "127.0.0.1", "::1"})
    CHECK(std::count(names.begin(), names.end(), always) == 1);
  CHECK(names.size() <= 64);
}

}  // namespace gatehouse::certificates_test

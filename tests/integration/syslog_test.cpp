// The audit log at a real syslog server: what comes, when it was away, when it is not to be trusted.
#include "tests/support/appliance_process.h"
#include "tests/support/syslog_site.h"

namespace gatehouse::syslog_test {

using test::ApplianceProcess;
using test::Json;
using test::SyslogSite;

std::vector<std::string> options(const std::string& scheme, const SyslogSite& site) {
  return {"--desktop.enabled=off",
          "--syslog.target=" + scheme + "://127.0.0.1:" + std::to_string(site.port()),
          "--syslog.authority=" + site.path("authority.pem")};
}

bool comes(const SyslogSite& site, const std::string& words) {
  return ApplianceProcess::eventually([&] { return site.log().find(words) != std::string::npos; });
}

void change(test::HttpsClient& owner, int days) {
  REQUIRE(owner.request("PATCH", "/api/v1/organization", {{"keep_sessions_days", days}}).status == 200);
}

std::string changed_to(int days) {
  return "\"after\":\"{\\\"keep_sessions_days\\\":" + std::to_string(days) + "}\"";
}

TEST_CASE("the audit log comes to a syslog server over UDP and TCP", "[integration]") {
  for (const std::string scheme : {"udp", "tcp"}) {
    INFO(scheme);
    SyslogSite site(false);
    ApplianceProcess appliance(options(scheme, site));
    auto owner = appliance.set_up();
    REQUIRE(comes(site, " gatehouse organization.created "));
    change(owner, 11);
    REQUIRE(comes(site, changed_to(11)));
    CHECK(site.log().starts_with("13.5 "));
    CHECK(site.log().find("\"organization\":\"acme-support\",\"number\":1,") != std::string::npos);
  }
}

TEST_CASE("the audit log waits for a syslog server that is away, over TLS", "[integration]") {
  SyslogSite site(true);
  ApplianceProcess appliance(options("tls", site));
  auto owner = appliance.set_up();
  change(owner, 11);
  REQUIRE(comes(site, changed_to(11)));
  ::sleep(3);  // until that counts as given
  site.stop();
  change(owner, 12);
  const auto attention = [&] { return owner.request("GET", "/api/v1/dashboard").json()["attention"]; };
  REQUIRE(ApplianceProcess::eventually([&] { return attention()[0]["code"] == "audit_not_forwarded"; }));
  change(owner, 13);
  CHECK(appliance.end(SIGTERM) == 0);  // what waits is kept
  site.start();
  appliance.start();
  REQUIRE(comes(site, changed_to(13)));
  const std::string log = site.log();
  CHECK(log.find(changed_to(12)) < log.find(changed_to(13)));
}

TEST_CASE("a syslog server that is not to be trusted gets nothing", "[integration]") {
  SyslogSite site(true, "logs.example.org");  // another name than the one it is asked for by
  ApplianceProcess appliance(options("tls", site));
  auto owner = appliance.set_up();
  Json first;
  REQUIRE(ApplianceProcess::eventually([&] {
    first = owner.request("GET", "/api/v1/dashboard").json()["attention"][0];
    return first["code"] == "audit_not_forwarded";
  }));
  INFO(first.dump());
  CHECK(first["words"].get<std::string>().find("not trusted") != std::string::npos);
  CHECK(site.log().empty());
}

}  // namespace gatehouse::syslog_test

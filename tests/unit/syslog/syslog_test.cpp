#include "appliance/policy/syslog_target.h"
#include "appliance/syslog/message.h"
#include "db/audit_forwarding_repository.h"
#include "db/audit_repository.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::syslog_test {

using Way = policy::SyslogTarget::Way;

db::AuditEntry entry() {
  db::AuditEntry one;
  one.number = 7;
  one.at = 1769860800;
  one.actor_id = 1;
  one.actor = "Olga \"O\" Owner\n<13>1 forged";
  one.address = "192.0.2.7";
  one.action = "user.created";
  one.target_id = "2";
  one.target = "Müller";
  one.hash = std::string(32, '\x01');
  return one;
}

TEST_CASE("an entry of the audit log is a message of RFC 5424", "[syslog]") {
  const syslog::Origin origin{13, "box.example"};
  std::string hash;
  for (int i = 0; i < 32; ++i) hash += "01";
  CHECK(syslog::message_of(origin, "acme", entry()) ==
        "<109>1 2026-01-31T12:00:00Z box.example gatehouse - user.created - "
        "{\"organization\":\"acme\",\"number\":7,\"at\":\"2026-01-31T12:00:00Z\",\"actor_id\":1,"
        "\"actor\":\"Olga \\\"O\\\" Owner\\n<13>1 "
        "forged\",\"address\":\"192.0.2.7\",\"action\":\"user.created\","
        "\"target_id\":\"2\",\"target\":\"M\\u00fcller\",\"hash\":\"" +
            hash + "\",\"before\":\"\",\"after\":\"\"}");
  db::AuditEntry failed = entry();
  failed.action = "login.failed";
  CHECK(syslog::message_of(origin, "acme", failed).starts_with("<108>1 "));
  failed.action = "login.passkey_copied";
  CHECK(syslog::message_of(origin, "acme", failed).starts_with("<108>1 "));
  CHECK(syslog::message_of({16, "a b\n"}, "acme", entry())
            .starts_with("<133>1 2026-01-31T12:00:00Z a_b_ gatehouse "));
  CHECK(syslog::local_message_of(origin, "acme", entry()).find(" gatehouse: {\"organization\":") == 20);
  CHECK(syslog::framed("<1>x") == "4 <1>x");
}

TEST_CASE("where a syslog server is", "[syslog]") {
  struct Row {
    std::string text;
    Way way;
    std::string host;
    int port;
  };
  for (const Row& row :
       {Row{"local", Way::local, "", 443}, Row{"udp://logs.example", Way::udp, "logs.example", 514},
        Row{"tcp://192.0.2.7:5514", Way::tcp, "192.0.2.7", 5514},
        Row{"tls://Logs.Example", Way::tls, "logs.example", 6514},
        Row{"tls://[2001:db8::1]", Way::tls, "2001:db8::1", 6514},
        Row{"tcp://[2001:db8::1]:99", Way::tcp, "2001:db8::1", 99}}) {
    INFO(row.text);
    const auto target = policy::parse_syslog_target(row.text);
    REQUIRE(target);
    CHECK(target->way == row.way);
    CHECK(target->server.host == row.host);
    CHECK(target->server.port == row.port);
  }
  for (const std::string text :
       {"", "logs.example", "syslog://x", "udp://", "tcp://a b", "tls://x:0", "tls://x:99999", "tls://x/y",
        "tls://x:y", "local://x", "tls://[]", "tls://x@y"}) {
    INFO(text);
    CHECK_FALSE(policy::parse_syslog_target(text));
  }
}

TEST_CASE("what waits to be forwarded begins when forwarding does", "[syslog]") {
  portal_test::People world;
  db::AuditForwardingRepository forwarding(*world.database);
  const auto organization = world.organization().id;
  const auto last = [&] { return db::AuditRepository(*world.database).ends(organization)->last; };
  REQUIRE(forwarding.begin());
  CHECK(forwarding.backlog()->empty());
  const std::int64_t before = last();
  REQUIRE(world.owner.patch("/api/v1/organization", {{"keep_sessions_days", 10}}).status == 200);
  REQUIRE(forwarding.begin());  // a restart leaves out nothing
  const auto backlog = *forwarding.backlog();
  REQUIRE(backlog.size() == 1);
  CHECK(backlog[0].forwarded == before);
  CHECK(backlog[0].login_id == world.organization().login_id);
  REQUIRE(forwarding.forwarded(organization, last()));
  CHECK(forwarding.backlog()->empty());
  db::OrganizationRepository organizations(*world.database);
  const auto later = organizations.add("Later", "later", world.clock.now);
  REQUIRE(later);
  db::AuditEntry first = entry();
  first.organization = later->id;
  REQUIRE(db::AuditRepository(*world.database).append(first));
  REQUIRE(forwarding.begin());  // nor does one when it was made while nothing ran
  REQUIRE(forwarding.backlog()->size() == 1);
  CHECK(forwarding.backlog()->front().forwarded ==
        0);  // one that came later is forwarded from its first entry
  CHECK(forwarding.forwarded(db::OrganizationId{999}, 7));  // it is gone meanwhile
}

}  // namespace gatehouse::syslog_test

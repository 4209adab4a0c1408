// The audit log as a file: who changes it is found out.
#include "appliance/portal/audit_file.h"

#include "appliance/seal/keys.h"
#include "db/audit_repository.h"
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_audit_file_test {

using namespace portal_test;
using portal::audit_file_line;
using portal::AuditFileReader;

struct Fixture : World {
  Browser owner = set_up();
  Fixture() {
    for (int i = 0; i < 5; ++i)
      REQUIRE(owner.patch("/api/v1/organization", {{"keep_sessions_days", 10 + i}}).status == 200);
  }
  std::vector<std::string> exported(const std::string& query = "") {
    const Answer answer = owner.get("/api/v1/audit-export" + query);
    REQUIRE(answer.status == 200);
    std::vector<std::string> lines = split(answer.text, '\n');
    REQUIRE(lines.back().empty());
    lines.pop_back();
    return lines;
  }
};

// What is wrong with the file; empty: nothing.
std::string fault_of(const std::vector<std::string>& lines) {
  AuditFileReader reader;
  for (const std::string& line : lines) {
    if (const auto ok = reader.take(line); !ok) return ok.error().message;
  }
  const auto ok = reader.finish();
  return ok ? "" : ok.error().message;
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("an exported audit log is verified without the appliance", "[portal]") {
  Fixture world;
  world.portal->tick();  // signs
  REQUIRE(world.owner.patch("/api/v1/organization", {{"keep_sessions_days", 1}}).status == 200);
  const auto lines = world.exported();
  AuditFileReader reader;
  for (const std::string& line : lines) REQUIRE(reader.take(line));
  REQUIRE(reader.finish());
  CHECK(reader.login_id() == "example");
  CHECK(reader.first() == 1);
  CHECK(reader.entries() == reader.last());
  CHECK(reader.last_signed() == reader.last());
  CHECK(reader.keys() == std::set<std::string>{seal::key_fingerprint(world.audit_key.public_key())});
  CHECK(std::count_if(lines.begin(), lines.end(),
                      [](const auto& line) { return says(line, "\"checkpoint\""); }) == 2);
  for (const std::string& line : lines) CHECK(line.find("csrf") == std::string::npos);
}

TEST_CASE("whatever is changed in an exported audit log is found out", "[portal]") {
  Fixture world;
  const auto lines = world.exported();
  REQUIRE(fault_of(lines).empty());
  for (std::size_t at = 0; at < lines.size(); ++at) {
    INFO(lines[at]);
    auto without = lines;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(at));
    CHECK(!fault_of(without).empty());
    auto twice = lines;
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(at), lines[at]);
    if (at + 1 < lines.size()) CHECK(!fault_of(twice).empty());
    json object = json::parse(lines[at]);
    for (auto& [name, value] : object.items()) {
      const json before = value;
      value = value.is_string()   ? json(value.get<std::string>() + "0")
              : value.is_number() ? json(77)
                                  : json(false);
      auto changed = lines;
      changed[at] = object.dump();
      INFO(name);
      CHECK(!fault_of(changed).empty());
      value = before;
    }
  }
  CHECK(says(fault_of({}), "empty"));
  CHECK(says(fault_of({lines.begin(), lines.end() - 1}), "not signed"));
  CHECK(says(fault_of({lines.begin(), lines.end() - 2}), "the end of the file is missing"));
  auto beheaded = lines;
  json head = json::parse(lines[0]);
  const json first = json::parse(lines[1]);
  head["after"] = first["number"];
  head["after_hash"] = first["hash"];
  beheaded[0] = head.dump();
  beheaded.erase(beheaded.begin() + 1);
  CHECK(says(fault_of(beheaded), "first line was changed"));
}

TEST_CASE("a whole new log needs the appliance's key", "[portal]") {
  Fixture world;
  std::vector<std::string> lines = world.exported();
  const auto forged_key = *seal::SigningKey::from_pem(net::new_key_pem());
  json last = json::parse(lines.back());
  db::AuditCheckpoint checkpoint;
  checkpoint.number = last["checkpoint"].get<std::int64_t>();
  checkpoint.at = world.clock.now;
  checkpoint.hash = *from_hex(last["hash"].get<std::string>());
  checkpoint.key = as_text(world.audit_key.public_key());
  checkpoint.signature = forged_key.sign(db::checkpoint_text("example", checkpoint));
  lines.back() = audit_file_line(checkpoint);
  lines.back().pop_back();
  CHECK(says(fault_of(lines), "signature"));
  checkpoint.key = as_text(forged_key.public_key());
  lines.back() = audit_file_line(checkpoint);
  lines.back().pop_back();
  AuditFileReader reader;
  for (const std::string& line : lines) REQUIRE(reader.take(line));
  // Whom to trust is for people, who see that not only the appliance signed this.
  CHECK(reader.keys().contains(seal::key_fingerprint(forged_key.public_key())));
}

TEST_CASE("lines that are none are refused", "[portal]") {
  Fixture world;
  const auto head = world.exported().front();
  for (const std::string& line :
       {std::string(), std::string("{}"), std::string("[]"), std::string("{\"checkpoint\":1}"),
        std::string("\xff"), std::string(100000, '['), std::string(AuditFileReader::kLongestLine + 1, ' ')}) {
    CHECK(!fault_of({line}).empty());
    CHECK(!fault_of({head, line}).empty());
  }
}

TEST_CASE("nothing in the audit log becomes a formula of a spreadsheet", "[portal]") {
  Fixture world;
  for (const std::string name : {"=1+1", "+1", "-1", "@SUM(A1)"})
    REQUIRE(world.owner.post("/api/v1/groups", {{"name", name}}).status == 201);
  const std::string csv = world.owner.get("/api/v1/audit-export?format=csv&action=group.created").text;
  for (const std::string name : {"=1+1", "+1", "-1", "@SUM(A1)"}) {
    CHECK(says(csv, "\"'" + name + "\""));
    CHECK_FALSE(says(csv, ",\"" + name));
  }
}

TEST_CASE("an audit log that was filtered can be read, and says that it can't be verified", "[portal]") {
  Fixture world;
  const auto lines = world.exported("?action=organization.changed");
  CHECK(lines.size() == 6);
  CHECK(says(fault_of(lines), "filter"));
  const Answer csv = world.owner.get("/api/v1/audit-export?format=csv&action=organization.");
  CHECK(csv.header("Content-Type").starts_with("text/csv"));
  CHECK(says(csv.text, "\"organization.changed\""));
  CHECK(world.owner.get("/api/v1/audit-export?format=xml").names("format"));
  CHECK(world.owner.get("/api/v1/audit-key").string("fingerprint") ==
        seal::key_fingerprint(world.audit_key.public_key()));
}

TEST_CASE("old entries are forgotten when the organization wants that, and the rest is verified all the same",
          "[portal]") {
  Fixture world;
  REQUIRE(world.owner.patch("/api/v1/organization", {{"keep_audit_days", 30}}).status == 200);
  world.clock.now += 40 * 86400;
  REQUIRE(world.owner.log_in("olga@example.org").status == 200);
  world.portal->tick();
  const auto lines = world.exported();
  CHECK(fault_of(lines).empty());
  CHECK(json::parse(lines.front())["after"].get<std::int64_t>() > 5);
  const json newest = world.owner.get("/api/v1/audit?limit=1").body["items"][0];
  CHECK(newest["action"] == "organization.forgot");
  CHECK(newest["after"]["entries"] == json::parse(lines.front())["after"]);
}

TEST_CASE("the store lets nobody take out entries that are not signed", "[portal]") {
  Fixture world;
  const db::OrganizationId organization{1};
  db::AuditRepository audit(*world.database);
  CHECK(*audit.forget_before(organization, world.clock.now + 1, 100) == 0);
  world.portal->tick();
  const auto ends = *audit.ends(organization);
  CHECK(*audit.forget_before(organization, world.clock.now + 1, 2) == 2);
  CHECK(*audit.forget_before(organization, world.clock.now + 1, 100) == static_cast<int>(ends.last) - 3);
  CHECK(audit.ends(organization)->last == ends.last);  // the last one stays
}

}  // namespace gatehouse::portal_audit_file_test

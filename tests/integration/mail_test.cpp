// Mail by the real binary to a real SMTP server: what comes, what is refused, what waits.
#include <regex>

#include "tests/support/appliance_process.h"
#include "tests/support/smtp_site.h"

namespace gatehouse::mail_test {

using test::ApplianceProcess;
using test::Json;
using test::SmtpSite;

std::vector<std::string> options(const SmtpSite& site, const std::string& security = "starttls") {
  std::vector<std::string> out = {"--desktop.enabled=off",
                                  "--mail.server=127.0.0.1",
                                  "--mail.port=" + std::to_string(site.port()),
                                  "--mail.security=" + security,
                                  "--mail.from=gatehouse@acme.example",
                                  "--mail.links=box.acme.example"};
  if (security != "none") out.push_back("--mail.authority=" + site.authority());
  return out;
}

Json person(const std::string& email, const std::string& last_name = "Tester") {
  return {{"first_name", "Tom"}, {"last_name", last_name}, {"email", email}, {"mail", true}};
}

// The text as it was before it was made quoted-printable.
std::string decoded(const std::string& message) {
  std::string text;
  const std::string body = message.substr(message.find("\r\n\r\n") + 4);
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (body[at] != '=') {
      text += body[at];
    } else {
      if (body[at + 1] != '\r') text += static_cast<char>(std::stoi(body.substr(at + 1, 2), nullptr, 16));
      at += 2;
    }
  }
  return text;
}

Json message_to(test::HttpsClient& owner, const std::string& email) {
  const Json list = owner.request("GET", "/api/v1/mail/messages").json();
  for (const Json& one : list["items"]) {
    if (one["to"] == email) return one;
  }
  return {{"state", ""}, {"problem", ""}};
}

bool becomes(test::HttpsClient& owner, const std::string& email, const std::string& state,
             const std::string& problem = "") {
  return ApplianceProcess::eventually([&] {
    const Json one = message_to(owner, email);
    return one["state"] == state && one["problem"].get<std::string>().find(problem) != std::string::npos;
  });
}

TEST_CASE("a new user is welcomed by mail over STARTTLS, and signs in by what it says", "[integration]") {
  SmtpSite site;
  ApplianceProcess appliance(options(site));
  auto owner = appliance.set_up();
  REQUIRE(ApplianceProcess::eventually([&] { return site.messages().size() == 1; }));  // of the organization
  const auto created = owner.request("POST", "/api/v1/users", person("tom@example.org", "Müller"));
  REQUIRE(created.status == 201);
  CHECK(created.json()["link"].is_null());
  REQUIRE(ApplianceProcess::eventually([&] { return site.messages().size() == 2; }));
  const std::string message = site.messages()[1];
  CHECK(message.starts_with("gatehouse@acme.example tom@example.org acme.example tls\n"));
  CHECK(message.find("\r\nTo: =?UTF-8?Q?Tom_M=C3=BCller?=\r\n <tom@example.org>\r\n") != std::string::npos);
  CHECK(message.find("From: Acme Support\r\n <gatehouse@acme.example>\r\n") != std::string::npos);
  const std::string text = decoded(message);
  CHECK(text.find("Organization ID: acme-support\r\n") != std::string::npos);
  std::smatch link;
  REQUIRE(std::regex_search(text, link, std::regex("https://box\\.acme\\.example/set-password#([\\w-]+)")));
  auto guest = appliance.client();
  const Json use = {{"token", link[1].str()}, {"password", "violet lamps hum quietly"}};
  CHECK(guest.request("POST", "/api/v1/account-links/use", use).status == 200);
  CHECK(becomes(owner, "tom@example.org", "sent"));

  // A forgotten password.
  const Json forgotten = {{"organization_id", "acme-support"}, {"email", "tom@example.org"}};
  CHECK(guest.request("POST", "/api/v1/account-links/request", forgotten).status == 204);
  REQUIRE(ApplianceProcess::eventually([&] { return site.messages().size() == 3; }));
  CHECK(decoded(site.messages()[2]).find("https://box.acme.example/set-password#") != std::string::npos);
}

TEST_CASE("mail goes out over TLS from the first byte where that is asked for", "[integration]") {
  SECTION("to a server that is trusted") {
    SmtpSite site(SmtpSite::Tls::implicit);
    ApplianceProcess appliance(options(site, "tls"));
    auto owner = appliance.set_up();
    REQUIRE(becomes(owner, "ines@example.org", "sent"));
    CHECK(site.messages()[0].starts_with("gatehouse@acme.example ines@example.org acme.example tls\n"));
  }
  SECTION("not to one that speaks without") {
    SmtpSite site(SmtpSite::Tls::none);
    ApplianceProcess appliance(options(site, "tls"));
    auto owner = appliance.set_up();
    CHECK(becomes(owner, "ines@example.org", "waiting"));
    CHECK(site.messages().empty());
  }
}

TEST_CASE("without a certificate that is trusted, or without STARTTLS, nothing is sent", "[integration]") {
  SECTION("nobody who is trusted") {
    SmtpSite site, other;
    auto wanted = options(site);
    wanted.back() = "--mail.authority=" + other.authority();
    ApplianceProcess appliance(wanted);
    auto owner = appliance.set_up();
    CHECK(becomes(owner, "ines@example.org", "waiting", "nobody who is trusted here vouches"));
    CHECK(site.messages().empty());
  }
  SECTION("another name") {
    SmtpSite site(SmtpSite::Tls::starttls, "other.example");
    ApplianceProcess appliance(options(site));
    auto owner = appliance.set_up();
    CHECK(becomes(owner, "ines@example.org", "waiting", "another name"));
    CHECK(site.messages().empty());
  }
  SECTION("somebody on the way takes STARTTLS out") {
    SmtpSite site(SmtpSite::Tls::none);
    ApplianceProcess appliance(options(site));
    auto owner = appliance.set_up();
    CHECK(becomes(owner, "ines@example.org", "waiting", "no STARTTLS"));
    CHECK(site.messages().empty());
  }
}

TEST_CASE("the appliance signs in to the server where it is told to", "[integration]") {
  SmtpSite site;
  auto wanted = options(site);
  site.keep("password", "open sesame\n");
  wanted.insert(wanted.end(), {"--mail.user=gatehouse", "--mail.password_file=" + site.path("password")});
  ApplianceProcess appliance(wanted);
  auto owner = appliance.set_up();
  REQUIRE(becomes(owner, "ines@example.org", "sent"));
  CHECK(site.messages()[0].starts_with(
      "gatehouse@acme.example ines@example.org acme.example tls as gatehouse\n"));
  site.keep("password", "guessed\n");
  REQUIRE(owner.request("POST", "/api/v1/mail/test", Json::object()).status == 201);
  CHECK(becomes(owner, "ines@example.org", "waiting", "refuses mail.user or its password: 535"));
}

TEST_CASE("what is refused for good has failed, what is refused for now waits, the rest goes on",
          "[integration]") {
  SmtpSite site(SmtpSite::Tls::none);
  ApplianceProcess appliance(options(site, "none"));
  auto owner = appliance.set_up();
  for (const std::string name : {"later", "never", "full", "tom"})
    REQUIRE(owner.request("POST", "/api/v1/users", person(name + "@example.org")).status == 201);
  CHECK(becomes(owner, "tom@example.org", "sent"));
  CHECK(becomes(owner, "never@example.org", "failed", "550 5.1.1 No such mailbox here"));
  CHECK(becomes(owner, "full@example.org", "failed", "552 5.2.2 Mailbox full"));
  CHECK(becomes(owner, "later@example.org", "waiting", "451 4.7.1 Greylisted"));
  CHECK(owner.request("GET", "/api/v1/mail").json()["failed"] == 2);
  const Json failed = message_to(owner, "never@example.org");
  const std::string again = "/api/v1/mail/messages/" + failed["id"].get<std::string>() + "/again";
  REQUIRE(owner.request("POST", again, Json::object()).status == 200);
  CHECK(becomes(owner, "never@example.org", "failed", "550"));
}

TEST_CASE("names with line breaks and many umlauts do no harm", "[integration]") {
  SmtpSite site(SmtpSite::Tls::none);
  ApplianceProcess appliance(options(site, "none"));
  auto owner = appliance.set_up();
  const Json bad = person("tom@example.org", "X\r\nBcc: eve@example.org");
  CHECK(owner.request("POST", "/api/v1/users", bad).status == 400);
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ü";
  Json wide = person("tom@example.org", umlauts);
  wide["first_name"] = umlauts;
  REQUIRE(owner.request("POST", "/api/v1/users", wide).status == 201);
  REQUIRE(becomes(owner, "tom@example.org", "sent"));
  const std::string message = site.messages().back();
  for (const std::string& line : split(message, '\n')) CHECK(line.size() <= 100);
  CHECK(decoded(message).find(umlauts) != std::string::npos);
}

TEST_CASE("a server that is down or slow holds up nobody, and a restart keeps the queue", "[integration]") {
  SmtpSite site(SmtpSite::Tls::none);
  ApplianceProcess appliance(options(site, "none"));
  auto owner = appliance.set_up();
  REQUIRE(becomes(owner, "ines@example.org", "sent"));
  REQUIRE(owner.request("POST", "/api/v1/users", person("slow@example.org")).status == 201);
  CHECK(owner.request("GET", "/api/v1/users").status == 200);
  CHECK(appliance.end(SIGTERM) == 0);  // with a message on its way
  site.stop();
  appliance.start();
  REQUIRE(owner.request("POST", "/api/v1/users", person("tom@example.org")).status == 201);
  CHECK(becomes(owner, "tom@example.org", "waiting", "connect"));
  CHECK(appliance.end(SIGTERM) == 0);
  site.start();
  appliance.start();
  const Json waits = message_to(owner, "tom@example.org");
  REQUIRE(waits["state"] == "waiting");
  const std::string again = "/api/v1/mail/messages/" + waits["id"].get<std::string>() + "/again";
  REQUIRE(owner.request("POST", again, Json::object()).status == 200);
  CHECK(becomes(owner, "tom@example.org", "sent"));
}

}  // namespace gatehouse::mail_test

#include "appliance/portal/input.h"
#include "appliance/portal/query.h"

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"

namespace gatehouse::portal_input_test {

using portal::JsonBody;
using portal::Query;

http::Request with_body(std::string body, std::string type = "application/json") {
  http::Request request;
  request.method = "POST";
  request.headers = {{"content-type", std::move(type)}};
  request.body = std::move(body);
  return request;
}

http::Request with_query(http::Fields query) {
  http::Request request;
  request.method = "GET";
  request.query = std::move(query);
  return request;
}

struct Answer {
  int status = 0;
  std::string code;
  std::map<std::string, std::string> fields;
};

Answer answer_of(const std::optional<http::Response>& refusal) {
  if (!refusal) return {};
  const auto body = nlohmann::json::parse(refusal->body);
  return {refusal->status, body["code"].get<std::string>(),
          body.value("fields", std::map<std::string, std::string>{})};
}

Answer read_name(std::string body, std::string type = "application/json") {
  const http::Request request = with_body(std::move(body), std::move(type));
  JsonBody reader(request);
  reader.text("name", 1, 5);
  return answer_of(reader.refusal());
}

TEST_CASE("a body is refused as a whole when it is not one flat JSON object", "[portal]") {
  CHECK(read_name("{\"name\":\"a\"}", "text/plain").status == 415);
  CHECK(read_name("{\"name\":\"a\"}", "").status == 415);
  CHECK(read_name("{\"name\":\"a\"}", "application/json; charset=utf-8").status == 0);
  CHECK(read_name("{\"name\":\"" + std::string(70000, 'a') + "\"}").status == 413);
  for (const std::string bad : {"", "null", "[]", "\"name\"", "{", "{\"name\":\"a\"} x", "{\"name\":\"a\",}",
                                "{\"name\":\"\xff\"}"}) {
    INFO(bad);
    CHECK(read_name(bad).code == "invalid_json");
  }
  CHECK(read_name("{\"name\":\"a\",\"name\":\"b\"}").code == "invalid_json");
  CHECK(read_name("{\"name\":" + std::string(60, '[') + std::string(60, ']') + "}").code == "invalid_json");
}

TEST_CASE("a field is named when it is missing, unknown, of another type, too long or too short",
          "[portal]") {
  CHECK(read_name("{\"name\":\"abcde\"}").status == 0);
  CHECK(read_name("{\"name\":\"äöüäö\"}").status == 0);  // characters, not bytes
  for (const std::string bad : {"{}", "{\"name\":1}", "{\"name\":null}", "{\"name\":\"\"}",
                                "{\"name\":\"  \"}", "{\"name\":\"abcdef\"}", "{\"name\":\"a\\nb\"}",
                                "{\"name\":\"a\\u0000\"}", "{\"name\":\"\\u202eabc\"}"}) {
    INFO(bad);
    const Answer answer = read_name(bad);
    CHECK(answer.status == 400);
    CHECK(answer.code == "invalid_fields");
    CHECK(answer.fields.count("name") == 1);
  }
  const Answer unknown = read_name("{\"name\":\"a\",\"admin\":true}");
  CHECK(unknown.status == 400);
  CHECK(unknown.fields.count("admin") == 1);
  CHECK(unknown.fields.count("name") == 0);
}

TEST_CASE("text is trimmed, a password is not, an e-mail address is told from other text", "[portal]") {
  const http::Request request =
      with_body(R"({"name":" Ada ","password":"  spaces matter  ","email":" Ada@Example.ORG "})");
  JsonBody body(request);
  CHECK(body.text("name", 1, 5) == "Ada");
  CHECK(body.password("password", 12, 1024) == "  spaces matter  ");
  CHECK(body.email("email") == "ada@example.org");
  CHECK_FALSE(body.refusal());

  for (const std::string bad :
       {"ada", "@example.org", "ada@", "a b@example.org", "ada@exa mple", "a@b@c", "<a>@b.c"}) {
    INFO(bad);
    const http::Request wrong = with_body(nlohmann::json{{"email", bad}}.dump());
    JsonBody reader(wrong);
    reader.email("email");
    CHECK(answer_of(reader.refusal()).fields.count("email") == 1);
  }
}

TEST_CASE("a query says what is wrong by name", "[portal]") {
  const auto limit_of = [](http::Fields fields) {
    const http::Request request = with_query(std::move(fields));
    Query query(request);
    const auto limit = query.limit();
    query.boolean("online");
    query.text("search", 10);
    query.cursor();
    return std::pair(limit, answer_of(query.refusal()));
  };
  CHECK(limit_of({}).first == 50);
  CHECK(limit_of({{"limit", "200"}}).first == 200);
  CHECK(limit_of({{"limit", "200"}, {"online", "false"}, {"search", "x"}}).second.status == 0);
  for (const auto& [name, value] : http::Fields{{"limit", "0"},
                                                {"limit", "201"},
                                                {"limit", "ten"},
                                                {"limit", ""},
                                                {"online", "yes"},
                                                {"search", std::string(11, 'x')},
                                                {"search", "\xff"},
                                                {"cursor", "zzz"},
                                                {"cursor", ""},
                                                {"cursor", std::string(300, 'A')},
                                                {"nonsense", "1"}}) {
    INFO(name << "=" << value);
    const Answer answer = limit_of({{name, value}}).second;
    CHECK(answer.status == 400);
    CHECK(answer.fields.count(name) == 1);
  }
  CHECK(limit_of({{"limit", "1"}, {"limit", "2"}}).second.fields.count("limit") == 1);
}

TEST_CASE("a cursor comes back as it was made", "[portal]") {
  const http::Request request = with_query({{"cursor", portal::cursor_text({1234, 56})}});
  Query query(request);
  const auto cursor = query.cursor();
  REQUIRE_FALSE(query.refusal());
  CHECK(cursor.time == 1234);
  CHECK(cursor.id == 56);
}

}  // namespace gatehouse::portal_input_test

// What a browser sends to the API: a JSON body and a query string, through their readers.
#include <nlohmann/json.hpp>

#include "appliance/base/bytes.h"
#include "appliance/portal/input.h"
#include "appliance/portal/query.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gatehouse;
  const std::string text(as_text({data, size}));
  http::Request request;
  request.method = "POST";
  request.headers = {{"content-type", "application/json"}};
  request.body = text;
  request.query = {{"limit", text}, {"cursor", text}, {"online", text}, {"search", text}};

  portal::JsonBody body(request);
  body.text("name", 1, 100);
  body.email("email");
  body.password("password", 12, 1024);
  if (const auto refusal = body.refusal()) GH_ASSERT(!nlohmann::json::parse(refusal->body).empty());

  portal::Query query(request);
  const auto limit = query.limit();
  query.cursor();
  query.boolean("online");
  query.text("search", 100);
  GH_ASSERT(query.refusal() || (limit >= 1 && limit <= portal::Query::kMaxLimit));
  return 0;
}

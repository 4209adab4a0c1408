#include "appliance/portal/assets.h"

#include <zlib.h>

#include "tests/support/catch.h"

namespace gatehouse::portal_assets_test {

std::string gzipped(const std::string& text) {
  z_stream stream{};
  REQUIRE(::deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(text.size() + 100, '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  return out;
}

struct Site {
  std::string index = gzipped("<!doctype html><title>Gatehouse</title>");
  std::string script = gzipped("console.log(1)");
  std::string damaged = "no gzip";
  embedded::File files[3] = {{"/index.html", as_bytes(index)},
                             {"/assets/app-1a2b.js", as_bytes(script)},
                             {"/damaged.txt", as_bytes(damaged)}};
  portal::Assets assets{files};

  http::Response get(std::string path, http::Fields headers = {}) {
    http::Request request;
    request.method = "GET";
    request.path = std::move(path);
    request.headers = std::move(headers);
    return assets.serve(request);
  }
};

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

TEST_CASE("a file of the UI is sent compressed, or inflated for those who can't", "[portal]") {
  Site site;
  const auto small = site.get("/assets/app-1a2b.js", {{"accept-encoding", "br, gzip;q=0.5"}});
  CHECK(small.status == 200);
  CHECK(header(small, "Content-Encoding") == "gzip");
  CHECK(header(small, "Content-Type") == "text/javascript; charset=utf-8");
  CHECK(header(small, "Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(as_text(small.static_body) == site.script);
  for (const std::string none : {"", "br", "gzip;q=0", "identity"}) {
    const auto plain = site.get("/assets/app-1a2b.js", {{"accept-encoding", none}});
    CHECK(plain.body == "console.log(1)");
    CHECK(header(plain, "Content-Encoding").empty());
    CHECK(header(plain, "ETag") != header(small, "ETag"));
  }
  CHECK(site.get("/damaged.txt").status == 500);
}

TEST_CASE("a file the browser has is not sent again", "[portal]") {
  Site site;
  const std::string tag = header(site.get("/"), "ETag");
  CHECK(header(site.get("/"), "Cache-Control") == "no-cache");
  const auto again = site.get("/", {{"if-none-match", "\"x\", W/" + tag}});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(site.get("/", {{"if-none-match", "\"x\""}}).status == 200);
}

TEST_CASE("only navigations to pages get the index", "[portal]") {
  Site site;
  const http::Fields page = {{"accept", "text/html,application/xhtml+xml"}};
  for (const std::string path : {"/", "/clients", "/connect/123456789"}) {
    CHECK(site.get(path, page).body.find("Gatehouse") != std::string::npos);
  }
  CHECK(site.get("/clients").status == 404);
  CHECK(site.get("/assets/app-old.js", page).status == 404);
  CHECK(site.get("/api/v1/nothing", page).status == 404);
  CHECK(site.get("/favicon.ico", {{"accept", "image/*"}}).status == 404);
}

}  // namespace gatehouse::portal_assets_test

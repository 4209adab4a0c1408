#include "appliance/node/browsers.h"

#include <atomic>
#include <charconv>

#include "appliance/base/text.h"

namespace gatehouse::node {

using wire::CloseReason;

namespace {

constexpr std::string_view kStreams = "/stream/";

http::Response plain(int status, std::string words) {
  http::Response response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}};
  response.body = std::move(words);
  return response;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

http::Response Browsers::handle(const http::Request& request) {
  if (request.method != "GET") return plain(405, "This is a relay of Gatehouse.\n");
  if (request.path == "/healthz") return plain(200, "ok\n");
  return plain(404, "This is a relay of Gatehouse. The portal is elsewhere.\n");
}

std::variant<http::Response, http::WebSocketAccept> Browsers::upgrade(const http::Request& request) {
  if (!request.path.starts_with(kStreams)) return plain(404, "There is no such stream.\n");
  const auto call = number(std::string_view(request.path).substr(kStreams.size()));
  const auto key = from_base64url(request.query_value("key"));
  const std::string origin(request.header("origin"));
  // Whether it is the page that asked for this session is for the appliance to say; here only that there is one.
  const bool is_page = origin.starts_with("https://") && origin.size() <= wire::kOriginCap;
  if (!call || !key || key->size() != wire::kViewKeySize || !is_page)
    return plain(403, "There is no such stream.\n");
  const auto reason = std::make_shared<std::atomic<CloseReason>>(CloseReason::none);
  return http::WebSocketAccept{
      .opened =
          [this, view = wire::View{wire::kVersion, *call, *key}, origin, reason](UniqueFd socket) {
            came_({view, origin, std::make_shared<UniqueFd>(std::move(socket)),
                   [reason](CloseReason why) { reason->store(why); }});
          },
      .close_code =
          [reason] {
            const CloseReason why = reason->load();
            if (why == CloseReason::none) return std::pair<std::uint16_t, std::string>(1000, "");
            return std::pair<std::uint16_t, std::string>(wire::websocket_code(why),
                                                         wire::close_reason_words(why));
          },
  };
}

}  // namespace gatehouse::node

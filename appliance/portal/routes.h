// The one table of what can be asked: method, path, who may, and by which handler. openapi.json says the same
// to others; a test keeps both in step.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "appliance/http/server.h"
#include "appliance/portal/route_access.h"

namespace gatehouse::portal {

struct Context;

using Handler = http::Response (*)(Context&);
// Decides over a WebSocket: a Response refuses it.
using Opener = std::variant<http::Response, http::WebSocketAccept> (*)(Context&);

struct Route {
  std::string_view method;
  std::string_view pattern;  // "{name}" stands for one segment
  RouteAccess access;
  std::variant<Handler, Opener> action;

  bool is_websocket() const { return std::holds_alternative<Opener>(action); }
};

inline constexpr std::string_view kApi = "/api/v1";

std::span<const Route> routes();

using PathParameters = std::map<std::string, std::string, std::less<>>;

struct Match {
  std::vector<const Route*> on_path;  // every row of this path; empty: there is no such path
  const Route* route = nullptr;       // the one of them for this method, if there is one
  PathParameters parameters;
};

// The whole path must match, segment by segment; a trailing slash is another path. HEAD is answered as GET.
Match match(std::string_view method, std::string_view path);

}  // namespace gatehouse::portal

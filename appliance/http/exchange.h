// One request and its answer on a CivetWeb worker thread.
#pragma once
#include <civetweb.h>

#include <variant>

#include "appliance/http/server.h"

namespace gatehouse::http {

// A short text/plain answer for what never reaches a handler.
Response plain_answer(int status, std::string_view words);

// Reads head and body; a Response instead refuses the request.
std::variant<Request, Response> read_request(mg_connection* connection, std::size_t body_cap);

// Adds Date and Content-Length.
void send_response(mg_connection* connection, const Response& response, bool with_body);

}  // namespace gatehouse::http

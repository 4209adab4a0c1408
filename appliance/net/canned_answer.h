// Short plain-text answers for what never reaches the HTTP server.
#pragma once
#include <string>

namespace gatehouse::net {

// The whole answer with this status; `closes` announces that the connection ends. An answer to HEAD is
// without its body.
std::string canned_answer(int status, bool closes, bool with_body = true);
// To plain HTTP on the TLS port.
std::string plain_http_answer();

}  // namespace gatehouse::net

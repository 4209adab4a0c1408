// What is asked of the person at the terminal.
#pragma once
#include <string>

#include "appliance/base/result.h"
#include "appliance/base/secret.h"

namespace gatehouse::connect {

// Is there somebody to ask?
bool at_terminal();
// One line of standard input, without its end. The prompt goes to standard error.
std::string ask_line(const std::string& prompt);
// "yes" and nothing less.
bool ask_yes(const std::string& prompt);
// Asked at the terminal without echo; `from_input`: the first line of standard input. Error: there is none.
Result<Secret> read_password(bool from_input);

// An API token: the first line of standard input. Error: there is none.
Result<Secret> read_token();
// The second step of the sign-in: asked at the terminal; `from_input`: the next line of standard input. Error: there is
// none.
Result<Secret> read_code(bool from_input);

}  // namespace gatehouse::connect

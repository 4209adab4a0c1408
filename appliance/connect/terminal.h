// What is asked of the person at the terminal.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/result.h"
#include "appliance/base/secret.h"
#include "appliance/net/event_loop.h"

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
// One line that is typed while the event loop goes on, without echo if it is `hidden`. Gone with the object, and with it the
// question; `typed` is called once at most, and may destroy it. Loop thread; only where at_terminal().
class TypedLine {
 public:
  TypedLine(net::EventLoop& loop, const std::string& prompt, bool hidden, std::function<void(Secret)> typed);
  ~TypedLine();

 private:
  class Hidden;
  std::unique_ptr<Hidden> hidden_;
  net::EventLoop::HandlePtr watching_;
};

// The second step of the sign-in: asked at the terminal; `from_input`: the next line of standard input. Error: there is
// none.
Result<Secret> read_code(bool from_input);

}  // namespace gatehouse::connect

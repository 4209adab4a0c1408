#include <unistd.h>

#include <string>
#include <vector>

#include "appliance/app/commands.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return gatehouse::app::run(arguments, environ);
}

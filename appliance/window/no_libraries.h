// FLTK and Xlib look for further libraries of X at run time, which bring another Xlib along than the one that is built
// in here: two of them in one process, of perhaps two versions.
#pragma once

namespace gatehouse::window {

// From now on this process loads none.
void load_no_libraries();

}  // namespace gatehouse::window

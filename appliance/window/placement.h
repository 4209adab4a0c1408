// How the windows come onto the screen: in front of everything, and without taking the keyboard from the program
// that the person is typing into.
#pragma once
#include <FL/Fl_Window.H>

namespace gatehouse::window {

// In the middle, not above `below` where there is room, before the others, managed by the window manager like any
// dialog.
void show_quietly(Fl_Window& window, int below);
// From now on the keyboard may be given to it, by who clicks into it or chooses it in the window manager.
void let_focus(Fl_Window& window);
// At the top, in the middle, without a window manager's frame and beyond its reach.
void show_as_bar(Fl_Window& window);
// In front again, when something lies over it.
void keep_in_front(Fl_Window& window);

// Whether a button of the mouse is down while the mouse is over it, whoever got the press.
bool is_button_down_over(const Fl_Window& window);

void go_behind(Fl_Window& window);
// FLTK tells nothing about a window that no window manager sees; programs that list windows ask all the same.
void introduce(Fl_Window& window);

}  // namespace gatehouse::window

import "./faults.js";

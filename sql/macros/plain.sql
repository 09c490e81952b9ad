-- question: How is a decimal written without trailing zeros?
CREATE OR REPLACE MACRO plain(value) AS rtrim(rtrim(value::DECIMAL(38, 12)::VARCHAR, '0'), '.');
